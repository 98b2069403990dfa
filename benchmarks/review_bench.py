"""What corrections are worth: `python benchmarks/review_bench.py ../shared/data`.

A model taught by few people meets people it never saw. A reviewer answers 50, 100 or 200 of what
passes, chosen by the queue's own rule (doubt times difference) or by chance; the model learns from
the answers; the error is measured on a part of the same people's pictures that nobody was asked
about. Writes benchmarks/review.json and docs/review-gain.png.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from review_worlds import Part, World, asl_world, digits_world, fashion_world, person_world

from glyphcam.calibration.learn_user import learn
from glyphcam.calibration.review_closeness import looks
from glyphcam.calibration.review_rank import most_useful
from glyphcam.training.review_head import Seen, fit_head

BUDGETS = (50, 100, 200)

Learn = Callable[[World, Seen], NDArray[np.float64]]
"""A world and the reviewer's answers to the probabilities (n, k) of the held-back part."""


def by_neighbours(world: World, answers: Seen) -> NDArray[np.float64]:
    """At once, as enrolment does: the nearest corrected pictures have a say."""
    held = world.held.seen
    near = learn(answers.probabilities, answers.embeddings, answers.targets)
    return np.asarray(near.mix(held.probabilities, held.embeddings), np.float64)


def by_head(world: World, answers: Seen) -> NDArray[np.float64]:
    """In seconds, as `glyphcam review retrain` does: a correction head with replay."""
    held = world.held.seen
    return fit_head(answers, world.taught).correct(held.probabilities, held.embeddings)


HEAD: Mapping[str, Learn] = MappingProxyType({"head": by_head})
NEIGHBOURS: Mapping[str, Learn] = MappingProxyType({"neighbours": by_neighbours})
"""Neighbours are one person's own samples: of many people's mixed ones they know nothing."""


@dataclass(frozen=True, slots=True)
class Case:
    """One world to run: what it is called and how it is made from a seed."""

    name: str
    title: str
    make: Callable[[Path, int], World]
    learners: Mapping[str, Learn]
    runs: int = 5


CASES = (
    Case("asl", "Signs: 6 people taught, 16 unseen", asl_world, HEAD),
    Case("asl_person", "Signs: one unseen person (22)", person_world, NEIGHBOURS, 22),
    Case("digits", "Digits: 2,000 taught, five other pens", digits_world, HEAD),
    Case(
        "digits_outside",
        "Digits: other people's, scanned",
        partial(digits_world, is_outside=True),
        HEAD,
    ),
    Case("fashion", "Goods: the shipped network", fashion_world, HEAD),
)


def chosen_by_doubt(stream: Part, count: int) -> NDArray[np.intp]:
    """Return the rows the queue would show first, of those a threshold would put in it."""
    best = np.sort(stream.seen.probabilities, axis=1)[:, -2:]
    shown = looks(stream.patches, stream.landmarks)
    none = np.zeros((0, shown.shape[1]), np.float32)
    return most_useful(1.0 - (best[:, 1] - best[:, 0]), shown, none, count)


def error_of(probabilities: NDArray[np.floating], targets: NDArray[np.int64]) -> float:
    """Return the share of wrong answers, in per cent."""
    return float((probabilities.argmax(axis=1) != targets).mean()) * 100


def rows_of(seen: Seen, rows: NDArray[np.intp]) -> Seen:
    """Return the chosen rows."""
    return Seen(
        seen.probabilities[rows], seen.embeddings[rows], seen.targets[rows], seen.weights[rows]
    )


def one_run(world: World, seed: int, learners: Mapping[str, Learn]) -> dict[str, float]:
    """Return the errors in per cent of one world by ``learner/choice/budget``, and ``before``."""
    stream, truth = world.stream, world.held.seen.targets
    found = {"before": error_of(world.held.seen.probabilities, truth)}
    random = np.random.default_rng(seed + 1000).permutation(len(stream.seen.targets))
    asked = chosen_by_doubt(stream, max(BUDGETS))
    for budget in BUDGETS:
        for choice, order in (("asked", asked), ("random", random)):
            answers = rows_of(stream.seen, order[:budget])
            for name, learner in learners.items():
                found[f"{name}/{choice}/{budget}"] = error_of(learner(world, answers), truth)
    return found


def measured(case: Case, data: Path) -> dict[str, object]:
    """Return mean and standard deviation over the runs of every error of one case."""
    runs = []
    for seed in range(case.runs):
        runs.append(one_run(case.make(data, seed), seed, case.learners))
        told = "  ".join(f"{name} {value:.2f}" for name, value in runs[-1].items())
        print(f"{case.name} {seed}: {told}", flush=True)
    return {
        "title": case.title,
        "runs": case.runs,
        "error_percent": {
            name: {
                "mean": round(float(np.mean([run[name] for run in runs])), 2),
                "sd": round(float(np.std([run[name] for run in runs])), 2),
            }
            for name in runs[0]
        },
    }


def main() -> None:
    """Run the cases, write the figures and the plot."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--only", nargs="*", default=[case.name for case in CASES])
    parser.add_argument("-o", "--out", type=Path, default=Path(__file__).with_name("review.json"))
    given = parser.parse_args()
    found = json.loads(given.out.read_text(encoding="utf-8")) if given.out.is_file() else {}
    for case in CASES:
        if case.name in given.only:
            found[case.name] = measured(case, given.data)
            given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
