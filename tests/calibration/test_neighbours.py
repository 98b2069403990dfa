"""Neighbours speak for enrolled letters only, and never make up probability."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.neighbours import Neighbours, mix_nearest, nearest_of_each, unit

BASE = np.array([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])


def neighbours(temperature: float = 1.0) -> Neighbours:
    points = unit(np.array([[1.0, 0.0], [0.0, 1.0]]))
    return Neighbours(points, np.array([0, 1]), np.array([True, True, False]), temperature)


def test_a_row_like_a_sample_gets_that_samples_letter() -> None:
    mixed = neighbours().mix(BASE, np.array([[0.7, 1.0], [0.7, 1.0]]))  # similarity 0.57 and 0.82
    assert mixed.dtype == np.float32
    assert mixed[0].argmax() == 1
    # 0.4 of its own 0.3, and 0.6 of all that the two enrolled letters share
    np.testing.assert_allclose(mixed[0], [0.2, 0.6, 0.2], atol=1e-4)


def test_letters_without_samples_keep_what_the_base_model_gave_them() -> None:
    mixed = neighbours().mix(BASE, np.array([[1.0, 0.7], [1.0, 0.7]]))
    np.testing.assert_allclose(mixed[:, 2], BASE[:, 2], atol=1e-6)
    np.testing.assert_allclose(mixed.sum(axis=1), 1.0, atol=1e-6)


def test_a_very_close_sample_claims_the_row_from_letters_without_samples_too() -> None:
    mixed = neighbours().mix(BASE, np.array([[1.0, 0.0], [1.0, 0.0]]))
    # 0.6 goes to the sample whole, 0.4 stays as the base model said
    np.testing.assert_allclose(mixed[1], [0.6 + 0.4 * 0.1, 0.4 * 0.1, 0.4 * 0.8], atol=1e-4)
    np.testing.assert_allclose(mixed.sum(axis=1), 1.0, atol=1e-6)


def test_without_any_used_letter_the_base_model_speaks_alone() -> None:
    silent = Neighbours(np.empty((0, 2), np.float32), np.empty(0, np.int64), np.zeros(3, bool))
    np.testing.assert_array_equal(silent.mix(BASE, np.ones((2, 2))), BASE.astype(np.float32))


def test_a_row_without_any_neighbour_keeps_the_base_probabilities() -> None:
    nothing = np.full((2, 3), -np.inf)
    np.testing.assert_allclose(mix_nearest(BASE, nothing, np.ones(3, bool)), BASE)


def test_the_nearest_of_each_letter_agrees_with_a_plain_search() -> None:
    rng = np.random.default_rng(0)
    similarity, targets = rng.random((4, 9)), rng.integers(0, 5, 9)
    found = nearest_of_each(similarity, targets, 6)
    for row in range(4):
        for label in range(6):
            own = [similarity[row, i] for i in range(9) if targets[i] == label]
            assert found[row, label] == pytest.approx(max(own, default=-np.inf))


def test_the_distance_to_a_sample_itself_is_nothing() -> None:
    np.testing.assert_allclose(neighbours().distance(np.array([[5.0, 0.0]])), [0.0], atol=1e-6)


def test_mixing_takes_under_a_millisecond() -> None:
    import time

    rng = np.random.default_rng(0)
    points, targets = unit(rng.random((120, 160))), np.repeat(np.arange(24), 5)
    many = Neighbours(points, targets, np.ones(24, bool))
    base, embedding = np.full((1, 24), 1 / 24), rng.random((1, 160))
    times = []
    for _ in range(30):
        start = time.perf_counter()
        many.mix(base, embedding)
        times.append(time.perf_counter() - start)
    assert sorted(times)[3] < 1e-3  # an early one of 30: other programs share the machine
