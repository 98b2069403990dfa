"""The patch road: squares round landmarks, cuts, and contrast."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.models.patch import cut, hand_square, to_patch
from glyphcam.models.recognisers import Crop

HAND = np.array([[10, 20, 0], [50, 100, 5], [30, 60, -9]], np.float32)


def test_the_square_is_centred_upright_and_padded() -> None:
    quad = hand_square(HAND, padding=0.25)
    assert quad.mean(axis=0) == pytest.approx([30, 60])
    assert quad[1] - quad[0] == pytest.approx([120, 0])
    assert quad[3] - quad[0] == pytest.approx([0, 120])


def test_a_square_of_one_point_is_still_a_square() -> None:
    assert hand_square(np.zeros((21, 3), np.float32))[2] == pytest.approx([1, 1])


def test_a_cut_of_an_upright_square_is_what_resizing_gives() -> None:
    image = np.random.default_rng(0).integers(0, 255, (64, 64), np.uint8)
    quad = np.array([[0, 0], [64, 0], [64, 64], [0, 64]], np.float32)
    assert (cut(image, quad, 64) == image).all()


def test_a_cut_over_the_edge_repeats_the_border() -> None:
    image = np.full((20, 20, 3), 90, np.uint8)
    quad = np.array([[-10, -10], [30, -10], [30, 30], [-10, 30]], np.float32)
    assert (cut(image, quad, 32) == 90).all()


@pytest.mark.parametrize("form", Crop, ids=lambda form: form.value)
def test_every_form_gives_28_by_28_uint8_of_colour_and_grey_of_any_size(form: Crop) -> None:
    colour = np.random.default_rng(1).integers(0, 255, (57, 40, 3), np.uint8)
    gray = cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY)
    patch = to_patch(colour, form)
    assert patch.shape == (28, 28) and patch.dtype == np.uint8
    assert (patch == to_patch(gray, form)).all()


@pytest.mark.parametrize("form", Crop, ids=lambda form: form.value)
@pytest.mark.parametrize("level", [0, 255])
def test_a_blank_crop_gives_a_patch_and_no_warning(form: Crop, level: int) -> None:
    assert to_patch(np.full((9, 9), level, np.uint8), form).shape == (28, 28)


def test_a_dim_hand_and_a_bright_one_give_the_same_patch() -> None:
    ramp = np.tile(np.linspace(0, 200, 64), (64, 1))
    dim, bright = (ramp * 0.5 + 20).astype(np.uint8), ramp.astype(np.uint8)
    difference = to_patch(dim, Crop.HAND).astype(int) - to_patch(bright, Crop.HAND)
    assert abs(difference).max() <= 4
