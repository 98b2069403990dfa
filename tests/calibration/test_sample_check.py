"""A sample that looks like another enrolled letter is named; a good one passes."""

from __future__ import annotations

import numpy as np

from glyphcam.calibration.sample_check import confused_with

ENROLLED = np.array([[1.0, 0.0], [0.0, 1.0]])
TARGETS = np.array([0, 1])


def test_a_sample_meant_for_one_letter_that_looks_like_another_is_caught() -> None:
    probabilities = np.array([0.2, 0.7, 0.1])
    assert confused_with(probabilities, np.array([0.1, 1.0]), 0, ENROLLED, TARGETS) == 1


def test_a_sample_that_looks_like_its_own_letter_passes() -> None:
    assert (
        confused_with(np.array([0.2, 0.7, 0.1]), np.array([1.0, 0.1]), 0, ENROLLED, TARGETS) is None
    )


def test_a_sample_the_base_model_misreads_passes_while_nothing_like_it_is_enrolled() -> None:
    probabilities = np.array([0.0, 0.99, 0.01])
    assert confused_with(probabilities, np.array([1.0, -1.0]), 2, ENROLLED, TARGETS) is None


def test_the_first_sample_of_a_letter_is_caught_if_it_is_another_letters_twin() -> None:
    probabilities = np.array([0.01, 0.9, 0.05])
    assert confused_with(probabilities, np.array([0.0, 1.0]), 2, ENROLLED, TARGETS) == 1


def test_nothing_is_caught_while_nothing_is_enrolled() -> None:
    nothing = confused_with(np.array([0.0, 1.0]), np.ones(2), 0, np.empty((0, 2)), np.empty(0, int))
    assert nothing is None
