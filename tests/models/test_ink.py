"""Ink comes in one form, whatever its size, light, paper and pen; that form is left alone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.ink import ink_patch, stroke_width_px
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop


def drawn(side: int, stroke: int, ink: int = 255, ground: int = 0) -> NDArray[np.uint8]:
    """A hooked, crossed figure of nearly the picture's size."""
    picture = np.full((side, side), ground, np.uint8)
    points = np.array([[0.3, 0.2], [0.7, 0.2], [0.45, 0.85]]) * side
    cv2.polylines(picture, [points.astype(np.int32)], False, ink, stroke, cv2.LINE_AA)
    cv2.line(picture, (int(0.4 * side), side // 2), (int(0.75 * side), side // 2), ink, stroke)
    return picture


def box_of(patch: NDArray[np.uint8]) -> tuple[int, int]:
    ys, xs = np.nonzero(patch > 76)
    return int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1


def test_nothing_stays_nothing() -> None:
    assert not ink_patch(np.zeros((40, 30), np.uint8)).any()


def test_a_flat_grey_or_noise_of_the_sensor_is_nothing() -> None:
    noise = np.random.default_rng(0).integers(90, 100, (60, 60)).astype(np.uint8)
    assert not ink_patch(noise).any()


@pytest.mark.parametrize("side", [28, 40, 90, 240, 1500])
def test_the_longest_side_of_the_ink_becomes_twenty_pixels(side: int) -> None:
    assert max(box_of(ink_patch(drawn(side, max(2, side // 10))))) == pytest.approx(20, abs=1)


@pytest.mark.parametrize("side", [40, 90, 240])
def test_the_centre_of_mass_comes_to_the_middle(side: int) -> None:
    patch = ink_patch(drawn(side, side // 12)).astype(float)
    place = np.arange(28)
    centre = (patch.sum(axis=0) @ place, patch.sum(axis=1) @ place) / patch.sum()
    assert centre == pytest.approx((13.5, 13.5), abs=0.6)


def test_size_does_not_matter() -> None:
    small, large = ink_patch(drawn(80, 8)), ink_patch(drawn(320, 32))
    assert np.abs(small.astype(int) - large).mean() < 8


def test_grey_paper_and_faint_ink_give_the_same_patch_as_full_contrast() -> None:
    full, faint = ink_patch(drawn(90, 9)), ink_patch(drawn(90, 9, ink=150, ground=60))
    assert np.abs(full.astype(int) - faint).max() <= 4


def test_a_speck_does_not_shrink_the_glyph() -> None:
    speckled = drawn(90, 9)
    speckled[3:5, 3:5] = 255
    assert max(box_of(ink_patch(speckled)[6:, 6:])) == max(box_of(ink_patch(drawn(90, 9))[6:, 6:]))


def test_a_pencil_line_is_widened_and_a_marker_left_as_it_is() -> None:
    pencil, marker = drawn(240, 3), drawn(240, 36)
    assert stroke_width_px(ink_patch(pencil)) > 1.5
    assert stroke_width_px(ink_patch(marker)) == pytest.approx(
        stroke_width_px(marker) / 240 * 20 / 0.8, rel=0.25
    )


def test_stroke_width_is_what_was_drawn() -> None:
    bar = np.zeros((60, 60), np.uint8)
    bar[10:50, 20:26] = 255
    assert stroke_width_px(bar) == pytest.approx(2 * 240 / (2 * 46), rel=0.05)


def test_a_wide_glyph_off_its_middle_is_not_cut() -> None:
    lopsided = np.zeros((30, 90), np.uint8)
    lopsided[5:25, 5:25] = 255
    lopsided[14:17, 25:85] = 255
    assert box_of(ink_patch(lopsided))[0] == pytest.approx(20, abs=1)


@pytest.mark.parametrize(
    ("file", "pictures"),
    [("mnist.npz", "x_test"), ("letters.npz", "x"), ("emnist_digits.npz", "x")],
)
def test_the_form_of_a_data_set_is_left_alone(data: Path, file: str, pictures: str) -> None:
    """What training saw and what a camera gives go the same road, so it must not drift."""
    with np.load(data / file, allow_pickle=False) as arrays:
        raw = arrays[pictures][:150]
    once = [to_patch(picture, Crop.INK) for picture in raw]
    again = [to_patch(patch, Crop.INK) for patch in once]
    drift = np.abs(np.array(once).astype(int) - again).mean(axis=(1, 2))
    assert np.percentile(drift, 90) < 1.0
