"""Reliability is compared with sums done by hand and with scikit-learn's Brier score."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from glyphcam.calibration.reliability import (
    brier_score,
    expected_calibration_error,
    reliability_bins,
)


def test_always_sure_and_right_half_the_time_is_wrong_by_a_half() -> None:
    probabilities = np.tile([1.0, 0.0], (10, 1))
    targets = np.array([0, 1] * 5)
    assert expected_calibration_error(probabilities, targets) == pytest.approx(0.5)


def test_two_bins_are_weighted_by_their_counts() -> None:
    probabilities = np.array([[0.9, 0.1]] * 3 + [[0.6, 0.4]])
    targets = np.array([0, 0, 1, 0])
    by_hand = (3 * abs(0.9 - 2 / 3) + 1 * abs(0.6 - 1)) / 4
    assert expected_calibration_error(probabilities, targets) == pytest.approx(by_hand)


def test_bins_hold_every_answer_once_including_those_at_one() -> None:
    confidences = np.array([0.0, 0.05, 0.5, 1.0, 1.0])
    bins = reliability_bins(confidences, np.array([True] * 5))
    assert sum(b.count for b in bins) == 5
    assert bins[-1].count == 2 and bins[-1].high == 1.0


def test_brier_score_is_scikit_learns() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(4), size=200)
    targets = rng.integers(0, 4, 200)
    expected = brier_score_loss(targets, probabilities, scale_by_half=False, labels=range(4))
    assert brier_score(probabilities, targets) == pytest.approx(expected)
