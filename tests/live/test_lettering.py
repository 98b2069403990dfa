"""Text on pictures."""

from __future__ import annotations

import numpy as np

from glyphcam.live.lettering import fitted, size_wh, write


def test_text_stays_in_the_box_that_was_foretold() -> None:
    canvas = np.zeros((200, 700, 3), np.uint8)
    for height_px in (11, 24, 84):
        canvas[:] = 0
        write(canvas, "Mg%jQ", (20, 30), height_px, (255, 255, 255))
        rows, columns = np.nonzero(canvas.max(2))
        width, height = size_wh("Mg%jQ", height_px)
        assert columns.min() >= 20
        assert columns.max() < 20 + width
        assert rows.min() >= 30
        assert rows.max() < 30 + height


def test_text_outside_the_picture_is_cut_off() -> None:
    canvas = np.zeros((20, 20, 3), np.uint8)
    for xy in ((-15, -5), (15, 15), (500, 500), (-500, 3)):
        write(canvas, "long words", xy, 16, (255, 255, 255))
    assert canvas.max() > 0


def test_a_text_too_wide_is_made_smaller() -> None:
    assert fitted("Ankle boot", 84, 90) < 84
    assert size_wh("Ankle boot", fitted("Ankle boot", 84, 90))[0] <= 94
    assert fitted("A", 84, 90) == 84


def test_smooth_edges_mix_the_colour_with_the_ground() -> None:
    canvas = np.full((60, 60, 3), 200, np.uint8)
    write(canvas, "S", (10, 5), 40, (0, 0, 0))
    assert canvas.min() == 0
    assert len(np.unique(canvas)) > 10
