"""What is no letter and is refused, and what that costs: `python benchmarks/unknown_bench.py`.

Everything is read as `glyphcam live` reads landmarks, by networks that never saw the person: held
hands of the letter data with the trembling of real clips laid over, ways of 0.2 to 0.5 s between
every two of them, the same between the held hands of the word clips, and hands that are no letter
(unknown_hands.py), a second each. What counts is the steadied answer.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from fold_networks import FoldNetwork, fold_networks
from unknown_hands import Points, between, made
from unknown_tremble import Trembling, held_in_clips, in_palms, trembling

from glyphcam.live.hand_shape import hand_shape
from glyphcam.live.letter_gate import LetterGate
from glyphcam.live.steady import Smoother
from glyphcam.models.hand import Hand
from glyphcam.models.network import NOVELTY_LIMIT, Network
from glyphcam.models.observation import Observation, right_handed
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.landmark_set import hand_of, landmark_columns

DATA = Path(os.environ.get("GLYPHCAM_DATA", Path(__file__).parents[2] / "shared" / "data"))
LABELS = RECOGNISERS["asl"].labels
RATE_HZ = 30
LENGTHS_S = (0.2, 0.35, 0.5)
HELD = 24
"""Frames of the letter before and after each way; the first 9 are left to settle."""

SETTLED = 9
WAYS, KINDS = 8, 3
"""Ways of each source, and hands of each kind of each source."""


@dataclass(frozen=True, slots=True, eq=False)
class Show:
    """What a camera sees: ``hands`` (n, 21, 3), ``place`` (n,) from 0 to 1 on the way."""

    hands: Points
    place: np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Flags:
    """(n,) bool each: what is refused with the gate, and what the answer alone is unsure of."""

    gated: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ungated: np.ndarray[tuple[int], np.dtype[np.bool_]]


class Tally:
    """Shares of frames by name."""

    def __init__(self) -> None:
        self._seen: dict[str, list[bool]] = defaultdict(list)

    def add(self, name: str, flags: Sequence[bool]) -> None:
        """Count frames."""
        self._seen[name] += [bool(flag) for flag in flags]

    def shares(self) -> dict[str, float]:
        """Return the share of true ones of each."""
        return {name: round(float(np.mean(flags)), 4) for name, flags in self._seen.items()}


def main() -> None:
    """Measure, print and write benchmarks/unknown.json."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=Path, default=Path("build/folds"))
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("unknown.json"))
    options = parser.parse_args()
    folds = fold_networks(DATA, options.folds)
    shakes = trembling(DATA / "clips")
    found = {
        "sources_the_rule_was_fitted_on": of_sources(folds, shakes, 0),
        "other_sources": of_sources(folds, shakes, 1),
        "word_clips": of_clips(folds),
    }
    options.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


def of_sources(folds: Sequence[FoldNetwork], shakes: Trembling, half: int) -> dict[str, float]:
    """Return shares refused over every second source."""
    tally, random = Tally(), np.random.default_rng(half)
    everyone = sorted(source for fold in folds for source in fold.sources)
    for fold in folds:
        for source in sorted(set(fold.sources) & set(everyone[half::2])):
            hands = everyones_hands()[source]
            for _ in range(WAYS):
                first, second = random.choice(sorted(hands), 2, replace=False)
                seconds = float(random.choice(LENGTHS_S))
                pair = [random.choice(hands[letter]) for letter in (first, second)]
                count_way(tally, fold.network, shaken(way(*pair, seconds), shakes, random), seconds)

            def pick(letter: str, hands: dict[str, Points] = hands) -> Points:
                return np.asarray(random.choice(hands[letter]))

            for kind, hand in made(pick, random, KINDS):
                still = Show(np.repeat(hand[None], RATE_HZ, 0), np.zeros(RATE_HZ))
                flags = refused(fold.network, shaken(still, shakes, random))
                tally.add(f"no letter: {kind}", flags.gated[SETTLED:])
                tally.add("no letter, without the gate", flags.ungated[SETTLED:])
    return tally.shares()


def of_clips(folds: Sequence[FoldNetwork]) -> dict[str, float]:
    """Return shares refused between the held hands of the word clips, each letter to each."""
    tally = Tally()
    for name, letters in held_in_clips(DATA / "clips", RATE_HZ).items():
        [fold] = [each for each in folds if name.split("_")[0] in each.sources]
        for first in letters:
            for second in letters:
                for seconds in LENGTHS_S if first != second else ():
                    middle = way(letters[first][-1], letters[second][0], seconds)
                    hands = middle.hands.copy()
                    hands[:HELD] = letters[first][-HELD:]
                    hands[-HELD:] = letters[second][:HELD]
                    count_way(tally, fold.network, Show(hands, middle.place), seconds)
    return tally.shares()


def count_way(tally: Tally, network: Network, show: Show, seconds: float) -> None:
    """Count what is refused of a way and of the letters held before and after it."""
    flags = refused(network, show)
    seen, ungated = flags.gated, flags.ungated
    is_on_way = (show.place > 0.1) & (show.place < 0.9)
    number = np.arange(len(seen))
    settled = number > np.flatnonzero(show.place < 1).max() + SETTLED
    is_held = ((show.place == 0) & (number >= SETTLED)) | settled
    tally.add("on the way", seen[is_on_way])
    tally.add(f"on a way of {seconds:g} s", seen[is_on_way])
    tally.add("on the way, without the gate", ungated[is_on_way])
    tally.add("held letters lost", seen[is_held])
    tally.add("held letters lost without the gate", ungated[is_held])


def refused(network: Network, show: Show) -> Flags:
    """Return whether each frame's steadied answer is unsure, with the gate and without."""
    raws = network.recognise(
        [Observation(np.zeros((28, 28), np.uint8), hand.astype(np.float32)) for hand in show.hands]
    )
    gate, smoother = LetterGate(network.stamp.figures[NOVELTY_LIMIT]), Smoother()
    gated, ungated = [], []
    for number, (raw, points) in enumerate(zip(raws, show.hands, strict=True)):
        shape = hand_shape(Hand(points.astype(np.float32), points.astype(np.float32), 1.0, 1.0))
        steady = smoother.update(raw, number / RATE_HZ, shape)
        shown = gate.shown(shape, number / RATE_HZ, raw, steady)
        gated.append(shown is None or shown.is_unsure)
        ungated.append(steady is None or steady.is_unsure)
    return Flags(np.array(gated), np.array(ungated))


def way(first: Points, second: Points, seconds: float) -> Show:
    """Return one hand becoming another, slow at both ends, each held before and after."""
    count = round(seconds * RATE_HZ)
    even = np.arange(1, count + 1) / (count + 1)
    place = np.concatenate([np.zeros(HELD), even**2 * (3 - 2 * even), np.ones(HELD)])
    return Show(np.stack([between(first, second, float(p)) for p in place]), place)


def shaken(show: Show, shakes: Trembling, random: np.random.Generator) -> Show:
    """Return the show with a real hand's trembling laid over."""
    shake = shakes[random.integers(len(shakes))]
    shake = np.concatenate([shake, shake[::-1], shake])
    start = random.integers(len(shake) - len(show.hands) + 1)
    hands = show.hands + shake[start : start + len(show.hands)]
    return Show(hands - hands[:, :1], show.place)


@cache
def everyones_hands() -> dict[str, dict[str, Points]]:
    """Return the hands (n, 21, 3) of each letter of each source, in palm lengths."""
    columns = landmark_columns(DATA / "asl")
    found: dict[str, dict[str, list[Points]]] = defaultdict(lambda: defaultdict(list))
    for row in np.flatnonzero(np.isin(columns["letter"], LABELS)).tolist():
        source, letter = str(columns["source"][row]), str(columns["letter"][row])
        found[source][letter].append(right_handed(hand_of(columns, row)))
    return {
        source: {letter: in_palms(np.stack(hands).astype(float)) for letter, hands in each.items()}
        for source, each in found.items()
    }


if __name__ == "__main__":
    main()
