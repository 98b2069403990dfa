"""How steady the steadied answer is, and how soon it follows a new letter: over the clips.

    python benchmarks/steady_bench.py [--data DIR] [--model KIND|FILE] [--out FILE]

On still_* clips one letter is held: every change of what is shown after the first half second is
flicker. The *_WORD clips cut from letter to letter between two frames, so the time to the first
sure right answer after a cut is the time to follow a hand that has settled.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from glyphcam.live.film_source import FilmSource
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.told import headline

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "shared" / "data"
SETTLED_S = 0.5


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown at a time: a letter, "unsure", or None; and the frame's own letter."""

    seconds: float
    answer: str | None
    raw: str | None


def shown_of(clip: Path, model: str | None) -> list[Shown]:
    """Read one clip from end to end as `glyphcam live` does."""
    reader = open_reader(ReaderChoice("asl", model))
    with FilmSource(clip) as source:
        readings = [(frame.seconds, reader.read(frame)) for frame in source]
    return [Shown(s, headline(r), r.raw.label if r.raw else None) for s, r in readings]


def changes(answers: Sequence[str | None]) -> int:
    """Return how often what is shown changes."""
    return sum(before != after for before, after in pairwise(answers))


def delays_s(shown: Sequence[Shown], letters: Sequence[str]) -> list[float | None]:
    """Return for each new letter after how long it was first shown; None where it never was."""
    starts = [i for i in range(1, len(letters)) if letters[i] != letters[i - 1]]
    ends = [*starts[1:], len(letters)]
    found: list[float | None] = []
    for start, end in zip(starts, ends, strict=True):
        right = (s.seconds for s in shown[start:end] if s.answer == letters[start])
        first = next(right, None)
        found.append(None if first is None else round(first - shown[start].seconds, 3))
    return found


def main() -> None:
    """Measure every clip and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model")
    parser.add_argument("--out", type=Path, default=HERE / "steady.json")
    options = parser.parse_args()
    clips = options.data / "clips"
    still = {
        clip.stem: _still(shown_of(clip, options.model)) for clip in sorted(clips.glob("still_*"))
    }
    words = {
        table.stem: delays_s(
            shown_of(table.with_suffix(".mp4"), options.model),
            [row.split("\t")[1] for row in table.read_text().splitlines()],
        )
        for table in sorted(clips.glob("*.tsv"))
    }
    found = {"still": {n: asdict(s) for n, s in still.items()}, "words_delay_s": words}
    found["summary"] = _summary(list(still.values()), [d for each in words.values() for d in each])
    options.out.write_text(json.dumps(found, indent=1) + "\n")
    print(json.dumps(found["summary"], indent=1))


@dataclass(frozen=True, slots=True)
class Still:
    """One held letter: how long, and how often the raw and the steadied answer changed."""

    seconds: float
    raw_changes: int
    shown_changes: int


def _still(shown: Sequence[Shown]) -> Still:
    later = [s for s in shown if s.seconds >= SETTLED_S]
    return Still(
        round(later[-1].seconds - SETTLED_S, 2),
        changes([s.raw for s in later]),
        changes([s.answer for s in later]),
    )


def _summary(still: Sequence[Still], delays: Sequence[float | None]) -> dict[str, float | int]:
    minutes = sum(s.seconds for s in still) / 60
    followed = [delay for delay in delays if delay is not None]
    return {
        "raw_changes_a_minute": round(sum(s.raw_changes for s in still) / minutes, 1),
        "shown_changes_a_minute": round(sum(s.shown_changes for s in still) / minutes, 1),
        "new_letters": len(delays),
        "never_shown": len(delays) - len(followed),
        "delay_median_s": round(float(np.median(followed)), 3) if followed else -1,
        "delay_worst_s": max(followed, default=-1),
    }


if __name__ == "__main__":
    main()
