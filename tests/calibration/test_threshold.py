"""A threshold is the lowest one that keeps its promise."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.threshold import Sure, coverage, precision_threshold, sure_from


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


def test_a_lower_promise_is_made_where_the_wished_one_cannot_be_kept() -> None:
    confidences = np.linspace(0.99, 0.01, 100)
    is_right = np.arange(100) % 10 != 0  # nine of ten, the surest among the wrong ones
    assert sure_from(confidences, is_right) == Sure(pytest.approx(0.01), 0.9)


def test_a_promise_that_answers_next_to_nothing_is_made_only_as_wished() -> None:
    confidences = np.linspace(0.99, 0.01, 100)
    is_right = np.arange(100) < 5
    assert sure_from(confidences, is_right) == Sure(confidences[4], 0.95)
    is_right[0] = False  # four of the five surest are right, and nobody else
    assert sure_from(confidences, is_right) == Sure(1.0, 0.95)
