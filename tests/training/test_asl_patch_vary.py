"""Patches and the points in them are moved alike."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from glyphcam.training.asl_patch_vary import (  # noqa: E402
    PatchVariation,
    hull_masks,
    moved,
    relit,
    swapped,
    warped,
    warps,
)
from glyphcam.training.asl_vary import Dice  # noqa: E402


def dice() -> Dice:
    return Dice(0, tf.constant(0, tf.int64))


def test_a_point_goes_where_its_pixel_goes() -> None:
    patches = np.zeros((8, 28, 28), np.float32)
    patches[:, 9:12, 15:18] = 1.0  # centre 16.5, 10.5 of 28 in pixel edges
    points = np.tile(np.float32([[[16.5 / 28, 10.5 / 28]]]), (8, 21, 1))
    maps = warps(8, PatchVariation(), dice())
    shown, places = np.asarray(warped(patches, maps)), np.asarray(moved(points, maps))
    grid = (np.arange(28) + 0.5) / 28
    for picture, place in zip(shown, places[:, 0], strict=True):
        centre = (picture.sum(0) @ grid / picture.sum(), picture.sum(1) @ grid / picture.sum())
        np.testing.assert_allclose(place, centre, atol=0.01)


def test_a_hull_covers_its_points_and_not_the_corner() -> None:
    square = np.float32([[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]])
    mask = hull_masks(np.resize(square, (1, 21, 2)))[0]
    assert mask[14, 14] == 255
    assert mask[0, 0] == 0


def test_only_the_surroundings_are_swapped() -> None:
    patches = tf.constant(np.random.default_rng(0).random((6, 28, 28)), tf.float32)
    masks = np.zeros((6, 28, 28), np.float32)
    masks[:, 8:20, 8:20] = 1.0
    changed = np.asarray(swapped(patches, tf.constant(masks), 1.0, dice()))
    np.testing.assert_allclose(changed[:, 8:20, 8:20], patches[:, 8:20, 8:20], atol=1e-6)
    assert np.abs(changed[:, 0] - patches[:, 0]).max() > 0.1


def test_other_light_stays_within_black_and_white() -> None:
    lit = np.asarray(relit(tf.random.uniform((5, 28, 28)), PatchVariation(), dice()))
    assert lit.min() >= 0.0
    assert lit.max() <= 1.0
