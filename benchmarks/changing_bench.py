"""How much of the way between two signs is refused: `python benchmarks/changing_bench.py`.

The held hands of the word clips are real, with their trembling; the ways between every two letters
of a clip are made of them, 0.2 to 0.5 s long, slow at both ends. A frame on the way is taken to
read as the nearer letter, surely, and in its middle fifth as nothing sure.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.changing import CHANGING, STRICT, ChangeWatch, Changing
from glyphcam.live.film_source import FilmSource
from glyphcam.live.hand_shape import hand_shape
from glyphcam.live.hand_tracker import HandTracker
from glyphcam.live.steady import Smoother
from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS

DATA = Path(os.environ.get("GLYPHCAM_DATA", Path(__file__).parents[2] / "shared" / "data"))
LABELS = RECOGNISERS["asl"].labels
RATE_HZ = 30
LENGTHS_S = (0.2, 0.35, 0.5)
HELD = 22
"""Frames of the letter before and after each way; the first 9 after it are left to settle."""

Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """``points`` (n, 21, 3) in palm lengths, ``place`` (n,) from 0 (first letter) to 1 (second)."""

    first: str
    second: str
    points: Points
    place: NDArray[np.float64]


def main() -> None:
    """Measure both watches, print and write benchmarks/changing.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("changing.json"))
    out = parser.parse_args().out
    held = [held_hands(table) for table in sorted((DATA / "clips").glob("*.tsv"))]
    found = {
        name: {str(s): measured(how, held, s) for s in LENGTHS_S}
        for name, how in (("changing", CHANGING), ("strict", STRICT))
    }
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def held_hands(table: Path) -> dict[str, Points]:
    """Return each letter's hands (n, 21, 3) in a word clip, from the wrist, in palm lengths."""
    letters = [row.split("\t")[1] for row in table.read_text().splitlines()]
    hands: dict[str, list[Points]] = {}
    tracker = HandTracker(HandFinder())
    with FilmSource(table.with_suffix(".mp4")) as film:
        for frame, letter in zip(film, letters, strict=False):
            hand = tracker.track(frame.image, frame.seconds)
            if hand is not None:
                hands.setdefault(letter, []).append(hand.landmarks - hand.landmarks[0])
    return {letter: _scaled(np.stack(each)[5:-5]) for letter, each in hands.items()}


def ways(hands: dict[str, Points], length_s: float) -> Iterator[Way]:
    """Yield a way between every two letters, both ways round."""
    random = np.random.default_rng(0)
    count = round(length_s * RATE_HZ)
    even = np.arange(1, count + 1) / (count + 1)
    place = even**2 * (3 - 2 * even)
    for first, second in permutations(hands, 2):
        before, after = hands[first], hands[second]
        tremble = before - before.mean(axis=0)
        middle = [
            (1 - p) * before[-1] + p * after[0] + tremble[random.integers(len(tremble))] / 2
            for p in place
        ]
        points = np.concatenate([before[-HELD:], np.stack(middle), after[:HELD]])
        ends = (np.zeros(len(before[-HELD:])), np.ones(len(after[:HELD])))
        yield Way(
            first, second, points.astype(np.float32), np.concatenate([ends[0], place, ends[1]])
        )


def measured(how: Changing, held: list[dict[str, Points]], length_s: float) -> dict[str, float]:
    """Return the share of frames refused on the way and of held ones lost."""
    refused, lost = [], []
    for hands in held:
        for way in ways(hands, length_s):
            is_unsure = np.array(list(_unsure(how, way)))
            refused.append(is_unsure[(way.place > 0.1) & (way.place < 0.9)])
            is_settled = np.arange(len(way.place)) > np.flatnonzero(way.place < 1).max() + 9
            lost.append(is_unsure[(way.place == 0) | is_settled])
    return {
        "refused_on_the_way": round(float(np.concatenate(refused).mean()), 3),
        "held_lost": round(float(np.concatenate(lost).mean()), 4),
    }


def _unsure(how: Changing, way: Way) -> Iterator[bool]:
    watch, smoother = ChangeWatch(how), Smoother()
    for number, (points, place) in enumerate(zip(way.points, way.place, strict=True)):
        shape = hand_shape(Hand(points, points, 1.0, 1.0))
        raw = _read(way, place)
        steady = smoother.update(raw, number / RATE_HZ, shape)
        shown = watch.shown(shape, number / RATE_HZ, raw, steady)
        yield shown is None or shown.is_unsure


def _read(way: Way, place: float) -> Prediction:
    sure = 0.5 if 0.4 < place < 0.6 else 0.93
    probabilities = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1), np.float32)
    probabilities[LABELS.index(way.first if place < 0.6 else way.second)] = sure
    return Prediction(LABELS, probabilities, 0.7)


def _scaled(hands: Points) -> Points:
    return hands / np.linalg.norm(hands.mean(axis=0)[9])


if __name__ == "__main__":
    main()
