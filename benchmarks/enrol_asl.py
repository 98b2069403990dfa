"""What enrolment gives on people never seen in training: `python benchmarks/enrol_asl.py`.

Each measured source is left out of training; the first samples of each letter in file order are
enrolled, the later ones read. `--cache` keeps the networks' answers, which take minutes to make.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
from enrol_folds import LeftOutRows, left_out_rows
from numpy.typing import NDArray

from glyphcam.calibration.learn_user import learn
from glyphcam.calibration.neighbours import Neighbours
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.sample_check import confused_with

DATA = Path(os.environ.get("GLYPHCAM_DATA", Path(__file__).parents[2] / "shared" / "data"))
COUNTS = (1, 3, 5)
CHECKED = 5
"""How many further samples of each letter are offered, right and wrong, to the sample check."""


def main() -> None:
    """Measure, print and write benchmarks/enrol.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("build/enrol-folds.npz"))
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("enrol.json"))
    arguments = parser.parse_args()
    rows = left_out_rows(DATA, arguments.cache)
    figures = {
        "sources": len(np.unique(rows.sources)),
        "hands": len(rows.targets),
        "samples": {str(count): enrolled(rows, count) for count in COUNTS},
        "sample_check": sample_check(rows),
        "mix_ms": mix_ms(rows),
    }
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def enrolled(rows: LeftOutRows, count: int) -> dict[str, object]:
    """Return accuracy before and after with ``count`` samples a letter, over the sources."""
    before, after, answers, truth, late = [], [], [], [], []
    for source in np.unique(rows.sources):
        first, rest = first_of_each(rows, source, count)
        neighbours, tested = taught(rows, first), rows.take(rest)
        mixed = neighbours.mix(tested.probabilities, tested.embeddings)
        is_right = mixed.argmax(axis=1) == tested.targets
        before.append(float((tested.probabilities.argmax(axis=1) == tested.targets).mean()))
        after.append(float(is_right.mean()))
        late.append(float(is_right[in_later_half(tested.targets)].mean()))
        answers.append(mixed)
        truth.append(tested.targets)
    return {
        "mean_before": round(float(np.mean(before)), 4),
        "mean": round(float(np.mean(after)), 4),
        "mean_of_later_half": round(float(np.mean(late)), 4),
        "worst_before": round(min(before), 4),
        "worst": round(min(after), 4),
        "sources_made_worse": int(sum(a < b for a, b in zip(after, before, strict=True))),
        "ece": round(expected_calibration_error(np.concatenate(answers), np.concatenate(truth)), 4),
    }


def first_of_each(
    rows: LeftOutRows, source: str, count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first ``count`` rows of each letter of a source, and the later rows of all."""
    first, rest = [], []
    for target in np.unique(rows.targets[rows.sources == source]):
        own = np.flatnonzero((rows.sources == source) & (rows.targets == target))
        enough = count if len(own) > count else 0
        first.append(own[:enough])
        rest.append(own[enough:])
    return np.concatenate(first), np.concatenate(rest)


def in_later_half(targets: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which rows are in the later half of their letter: far from the enrolled ones."""
    is_late = np.zeros(len(targets), np.bool_)
    for target in np.unique(targets):
        own = np.flatnonzero(targets == target)
        is_late[own[len(own) // 2 :]] = True
    return is_late


def taught(rows: LeftOutRows, samples: NDArray[np.int64]) -> Neighbours:
    """Return what is learned from the rows ``samples``."""
    shown = rows.take(samples)
    return learn(shown.probabilities, shown.embeddings, shown.targets)


def sample_check(rows: LeftOutRows) -> dict[str, float]:
    """Return how many right samples are refused and wrong ones caught, one letter enrolled each."""
    random = np.random.default_rng(0)
    flags: dict[str, list[bool]] = {"right_refused": [], "wrong_caught": []}
    for source in np.unique(rows.sources):
        first, rest = first_of_each(rows, source, 1)
        known, letters = rows.take(first), rows.targets[first]
        for row in np.concatenate([rest[rows.targets[rest] == t][:CHECKED] for t in letters]):
            wrong = int(random.choice(letters[letters != rows.targets[row]]))
            for name, claimed in (("right_refused", rows.targets[row]), ("wrong_caught", wrong)):
                other = confused_with(
                    rows.probabilities[row],
                    rows.embeddings[row],
                    int(claimed),
                    known.embeddings,
                    known.targets,
                )
                flags[name].append(other is not None)
    return {name: round(float(np.mean(each)), 4) for name, each in flags.items()}


def mix_ms(rows: LeftOutRows) -> float:
    """Return the median time of mixing one answer, five samples of each letter enrolled."""
    first, rest = first_of_each(rows, str(rows.sources[0]), 5)
    neighbours, times = taught(rows, first), []
    for row in rest[:300]:
        one = rows.take(np.array([row]))
        start = time.perf_counter()
        neighbours.mix(one.probabilities, one.embeddings)
        times.append(time.perf_counter() - start)
    return round(float(np.median(times)) * 1e3, 3)


if __name__ == "__main__":
    main()
