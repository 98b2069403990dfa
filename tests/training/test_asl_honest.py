"""Figures are by source, and calibration is measured on sources that did not choose it."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from glyphcam.training.asl_honest import (
    Answered,
    by_letter,
    by_source,
    crosswise,
    honesty,
)


def boaster(rows: int = 600, share_right: float = 0.7) -> Answered:
    """Answers that are 99 % sure and less often right, on ten sources."""
    random = np.random.default_rng(0)
    targets = random.integers(24, size=rows)
    answers = np.where(random.random(rows) < share_right, targets, (targets + 1) % 24)
    probabilities = np.full((rows, 24), 0.01 / 23)
    probabilities[np.arange(rows), answers] = 0.99
    sources = np.array([f"person {i % 10}" for i in range(rows)])
    return Answered(probabilities, targets, sources)


def test_boasting_is_mended() -> None:
    assert honesty(boaster()).figures["ece"] < 0.06
    assert honesty(boaster()).temperature > 1.5


def test_every_source_counts_alike() -> None:
    one = boaster(40)
    sources = np.array(["a"] * 39 + ["b"])
    answers = Answered(one.probabilities, one.probabilities.argmax(axis=1), sources)
    answers.targets[39] += 1
    assert honesty(answers).figures["accuracy_mean"] == 0.5
    assert by_source(answers) == {"a": 1.0, "b": 0.0}
    np.testing.assert_allclose(answers.weights.mean(), 1.0)


def test_letters_are_weighed_by_source() -> None:
    targets = np.concatenate([np.zeros(4, np.int64), np.arange(1, 24)])
    answers = np.concatenate([[0, 0, 0, 1], np.arange(1, 24)])
    sources = np.array(["a", "a", "a", "b", *["c"] * 23])
    shares = by_letter(Answered(np.eye(24)[answers], targets, sources))
    assert shares["A"] == pytest.approx(0.5)
    assert shares["B"] == 1.0


def test_no_source_is_answered_with_what_was_fitted_on_it() -> None:
    seen: list[set[str]] = []

    def fit(taught: Answered) -> float:
        seen.append(set(map(str, taught.sources)))
        return float(len(seen))

    whole = crosswise(boaster(), fit, lambda probabilities, number: probabilities * 0 + number)
    numbers = {s: int(whole[boaster().sources == s][0, 0]) for s in set(boaster().sources)}
    assert all(source not in seen[number - 1] for source, number in numbers.items())
