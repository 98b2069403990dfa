"""A board fits its picture: long sentences are broken, nothing is written outside."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.enrol_board import Board, draw_board, draw_ring

LONG = "Raise your right hand, open, with the fingers up, and hold it as still as you can. " * 2


@pytest.mark.parametrize("size", [(240, 320), (480, 640), (1080, 1920), (60, 60)])
def test_a_board_of_any_length_is_drawn_on_any_picture(size: tuple[int, int]) -> None:
    canvas = np.full((*size, 3), 150, np.uint8)
    draw_board(canvas, Board(LONG, (LONG, "q: leave"), 0.5))
    assert (canvas != 150).any()


def test_the_upper_half_stays_free_for_the_hand() -> None:
    canvas = np.full((480, 640, 3), 150, np.uint8)
    draw_board(canvas, Board("Show A", ("q: leave",), 0.5))
    assert (canvas[:300] == 150).all()


def test_a_ring_fills_with_its_share() -> None:
    lit = []
    for share in (0.0, 0.5, 1.0):
        canvas = np.zeros((100, 100, 3), np.uint8)
        draw_ring(canvas, (50, 50), 40, share)
        lit.append(int((canvas[..., 1] > 150).sum()))
    assert lit[0] == 0
    assert lit[1] == pytest.approx(lit[2] / 2, rel=0.1)
