"""Goods come in Fashion-MNIST's form, and its own pictures are left alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.models.item import item_patch


def test_nothing_stays_nothing() -> None:
    assert not item_patch(np.zeros((50, 40), np.uint8)).any()


@pytest.mark.parametrize(("high", "wide"), [(200, 120), (60, 90), (10, 10)])
def test_the_longest_side_fills_the_patch_and_the_shape_is_kept(high: int, wide: int) -> None:
    picture = np.zeros((300, 300), np.uint8)
    picture[20 : 20 + high, 30 : 30 + wide] = 180
    ys, xs = np.nonzero(item_patch(picture))
    box_hw = np.ptp(ys) + 1, np.ptp(xs) + 1
    assert box_hw == pytest.approx(
        (28 * high / max(high, wide), 28 * wide / max(high, wide)), abs=1
    )


def test_a_faint_item_gets_full_contrast() -> None:
    picture = np.zeros((90, 90), np.uint8)
    picture[10:70, 20:60] = 90
    assert item_patch(picture).max() == 255


def test_pictures_of_the_data_set_are_left_alone(data: Path) -> None:
    with np.load(data / "fashion_mnist.npz", allow_pickle=False) as arrays:
        raw = arrays["x_test"][:300]
    patches = np.array([item_patch(picture) for picture in raw])
    change = np.abs(patches.astype(int) - raw).mean(axis=(1, 2))
    assert np.percentile(change, 98) < 1.0
