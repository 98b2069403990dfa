"""Hand shapes are drawn inside their box, and a mirror turns them round."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.enrol_shape import draw_shape
from glyphcam.live.plates import Box
from glyphcam.models.hand_shapes import hand_shape
from glyphcam.models.recognisers import RECOGNISERS


@pytest.mark.parametrize("letter", RECOGNISERS["asl"].labels)
def test_every_letter_has_a_shape_that_stays_in_its_box(letter: str) -> None:
    canvas = np.zeros((200, 200, 3), np.uint8)
    shape = hand_shape(letter)
    assert shape is not None
    draw_shape(canvas, Box(50, 50, 100, 100), shape, is_mirrored=False)
    assert canvas[50:150, 50:150].any()
    canvas[44:156, 44:156] = 0
    assert not canvas.any()


def test_a_mirrored_shape_is_the_other_hand() -> None:
    plain, mirrored = np.zeros((2, 120, 120, 3), np.uint8)
    shape = hand_shape("L")
    assert shape is not None
    draw_shape(plain, Box(10, 10, 100, 100), shape, is_mirrored=False)
    draw_shape(mirrored, Box(10, 10, 100, 100), shape, is_mirrored=True)
    assert np.abs(plain[:, ::-1].astype(int) - mirrored).mean() < 8
    assert np.abs(plain.astype(int) - mirrored).mean() > 15
