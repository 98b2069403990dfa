"""A threshold is the lowest one that keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.threshold import coverage, precision_threshold


def test_the_lowest_confidence_that_keeps_the_precision_is_returned() -> None:
    confidences = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    is_right = np.array([True, True, False, True, False])
    assert precision_threshold(confidences, is_right, 0.75) == pytest.approx(0.6)
    assert precision_threshold(confidences, is_right, 0.95) == pytest.approx(0.8)


def test_answers_of_one_confidence_are_given_or_held_back_together() -> None:
    confidences = np.array([0.9, 0.9, 0.5])
    is_right = np.array([True, False, True])
    assert precision_threshold(confidences, is_right, 0.95) == 1.0


def test_nothing_is_answered_where_no_threshold_is_good_enough() -> None:
    confidences = np.array([0.9, 0.5])
    threshold = precision_threshold(confidences, np.array([False, False]), 0.95)
    assert coverage(confidences, threshold) == 0.0


@pytest.mark.parametrize("precision", [0.8, 0.9, 0.95, 0.99])
def test_the_promise_is_kept_on_random_answers(precision: float) -> None:
    rng = np.random.default_rng(3)
    confidences = rng.random(5000)
    is_right = rng.random(5000) < confidences**0.3
    threshold = precision_threshold(confidences, is_right, precision)
    assert is_right[confidences >= threshold].mean() >= precision
