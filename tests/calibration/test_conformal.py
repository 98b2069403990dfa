"""Conformal sets hold the truth as often as they promise, on cases not used to set them."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.conformal import holds_truth, set_limit, set_sizes, sums_above_truth


def cases(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Over-confident answers over six labels, and the truth drawn from softer ones."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (count, 6))
    truth = np.array([rng.choice(6, p=np.exp(row) / np.exp(row).sum()) for row in logits])
    sharp = np.exp(1.5 * logits)
    return sharp / sharp.sum(axis=1, keepdims=True), truth


@pytest.mark.parametrize("coverage", [0.8, 0.9, 0.95])
def test_the_promise_is_kept_on_new_cases_and_not_by_letting_everything_in(coverage: float) -> None:
    limit = set_limit(*cases(4000, seed=0), coverage)
    probabilities, truth = cases(4000, seed=1)
    assert holds_truth(probabilities, truth, limit).mean() == pytest.approx(coverage, abs=0.015)
    assert set_sizes(probabilities, limit).mean() < 4


def test_a_set_is_the_likeliest_labels_that_a_plain_walk_takes() -> None:
    probabilities, truth = cases(200, seed=2)
    limit = 0.83
    sizes = set_sizes(probabilities, limit)
    for row, label, size, is_held in zip(
        probabilities, truth, sizes, holds_truth(probabilities, truth, limit), strict=True
    ):
        taken, total = [], 0.0
        for column in np.argsort(-row):
            if taken and total >= limit:
                break
            taken.append(int(column))
            total += row[column]
        assert len(taken) == size
        assert (label in taken) == is_held


def test_nothing_stands_above_the_likeliest_label() -> None:
    assert sums_above_truth(np.array([[0.7, 0.3]]), np.array([0])).tolist() == [0.0]
    assert sums_above_truth(np.array([[0.7, 0.3]]), np.array([1])).tolist() == [0.7]


def test_too_few_cases_promise_nothing_and_let_every_label_in() -> None:
    limit = set_limit(np.array([[0.9, 0.1]]), np.array([0]), 0.95)
    assert limit == 1.0
    assert set_sizes(np.array([[0.9, 0.1]]), limit).tolist() == [2]


def test_a_set_is_never_empty() -> None:
    assert set_sizes(np.array([[0.9, 0.1]]), 0.0).tolist() == [1]
