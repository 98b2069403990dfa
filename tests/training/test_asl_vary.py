"""Varied hands stay hands, and the same dice fall the same way."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from glyphcam.training.asl_features import PARENTS, scaled  # noqa: E402
from glyphcam.training.asl_vary import Dice, Variation, descendants, turns, vary  # noqa: E402

STILL = Variation(0.0, 0.0, 0.0, 0.0, 0.0, (1.0, 1.0), 0.0, 0.0, 0.0)


def dice(step: int = 0) -> Dice:
    return Dice(1, tf.constant(step, tf.int64))


def hands() -> object:
    return tf.constant(np.random.default_rng(0).normal(0, 60, (6, 21, 3)), tf.float32)


def test_no_variation_leaves_the_hand_as_it_was() -> None:
    np.testing.assert_allclose(vary(hands(), STILL, dice()), scaled(hands()), atol=1e-4)


def test_the_same_seed_and_step_give_the_same_hands() -> None:
    first, again = (vary(hands(), Variation(), dice(3)) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - vary(hands(), Variation(), dice(4))).max() > 0.01


def test_turning_keeps_the_lengths_of_bones() -> None:
    turned = vary(hands(), Variation(20.0, 20.0, 0.0, 0.0, 0.0, (1.0, 1.0), 0.0, 0.0, 0.0), dice())
    before, after = (
        np.asarray(p)[:, 1:] - np.asarray(p)[:, PARENTS] for p in (scaled(hands()), turned)
    )
    np.testing.assert_allclose(
        np.linalg.norm(before, axis=-1), np.linalg.norm(after, axis=-1), rtol=1e-3
    )


def test_rotation_vectors_become_rotations() -> None:
    quarter = turns(tf.constant([[0.0, 0.0, np.pi / 2]]))[0]
    np.testing.assert_allclose(quarter, [[0, -1, 0], [1, 0, 0], [0, 0, 1]], atol=1e-6)


def test_each_tip_hangs_on_four_bones() -> None:
    assert descendants().sum(axis=1).tolist() == [0, *[1, 2, 3, 4] * 5]


def test_no_mixing_gives_whole_shares() -> None:
    assert np.asarray(dice().shares(4, 0.0)).tolist() == [[1.0]] * 4
    assert np.asarray(dice().shares(50, 0.2)).min() >= 0.5
