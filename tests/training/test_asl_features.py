"""What the graph computes of landmarks does not depend on where or how large the hand is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

tf = pytest.importorskip("tensorflow")

from glyphcam.training.asl_features import PAIRS, WIDTH, features, scaled  # noqa: E402


@pytest.fixture
def hands() -> NDArray[np.float32]:
    return np.random.default_rng(0).normal(0, 60, (5, 21, 3)).astype(np.float32)


def test_features_have_the_stated_width(hands: NDArray[np.float32]) -> None:
    assert features(tf.constant(hands)).shape == (5, WIDTH)


def test_shift_and_scale_change_nothing(hands: NDArray[np.float32]) -> None:
    moved = hands * np.float32(3.7) + np.float32([40, -12, 5])
    np.testing.assert_allclose(features(hands), features(tf.constant(moved)), atol=2e-4)


def test_turning_the_hand_changes_its_features(hands: NDArray[np.float32]) -> None:
    turned = hands[..., [1, 0, 2]]
    assert np.abs(features(hands) - features(tf.constant(turned))).max() > 0.1


def test_distances_are_those_of_the_scaled_points(hands: NDArray[np.float32]) -> None:
    points = hands - hands[:, :1]
    points /= np.sqrt((points**2).sum(-1).mean(-1))[:, None, None]
    expected = np.linalg.norm(points[:, PAIRS[:, 0]] - points[:, PAIRS[:, 1]], axis=-1)
    np.testing.assert_allclose(features(hands)[:, 123 : 123 + len(PAIRS)], expected, atol=1e-3)


def test_a_hand_of_one_point_gives_numbers() -> None:
    assert np.isfinite(features(tf.zeros((1, 21, 3)))).all()


def test_the_root_mean_square_distance_becomes_one(hands: NDArray[np.float32]) -> None:
    size = np.sqrt((np.asarray(scaled(hands)) ** 2).sum(-1).mean(-1))
    np.testing.assert_allclose(size, 1.0, atol=1e-5)
