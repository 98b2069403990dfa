"""Kannada digits are drawn in Kannada script from the shipped font."""

from __future__ import annotations

import numpy as np
from PIL import ImageFont

from glyphcam.live.kannada_digits import FONT, in_kannada, width_of, write_kannada


def test_digits_become_the_unicode_block_of_kannada() -> None:
    assert in_kannada("0123456789") == "೦೧೨೩೪೫೬೭೮೯"


def test_the_font_has_a_shape_of_its_own_for_each_digit() -> None:
    font = ImageFont.truetype(str(FONT), 40)
    shapes = {bytes(font.getmask(digit)) for digit in in_kannada("0123456789")}
    assert len(shapes) == 10


def test_drawing_stays_on_the_canvas() -> None:
    canvas = np.zeros((40, 60, 3), np.uint8)
    write_kannada(canvas, "27", (-5, -5), 30, (0, 255, 0))
    write_kannada(canvas, "27", (50, 30), 30, (0, 255, 0))
    write_kannada(canvas, "27", (500, 300), 30, (0, 255, 0))
    assert canvas[..., 1].max() > 200
    assert canvas[..., 2].max() == 0
    assert width_of("27", 30) > 20


def test_a_refused_glyph_is_a_question_mark_among_them() -> None:
    canvas = np.zeros((60, 200, 3), np.uint8)
    write_kannada(canvas, "2?7", (4, 4), 30, (255, 255, 255))
    digits_alone = np.zeros_like(canvas)
    write_kannada(digits_alone, "27", (4, 4), 30, (255, 255, 255))
    assert width_of("2?7", 30) > width_of("27", 30)
    assert (canvas > 0).sum() > (digits_alone > 0).sum()
