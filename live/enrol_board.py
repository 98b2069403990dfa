"""A board of text on the picture: what a guided task asks for, large, and more below it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from glyphcam.live.frame import Picture
from glyphcam.live.lettering import size_wh, wrapped, write
from glyphcam.live.palette import INK, SOFT, SURE, WHITE, Colour
from glyphcam.live.plates import Box, bar, plate

PROMPT_PX = 24
LINE_PX = 16
"""Font sizes in a picture 480 high."""


@dataclass(frozen=True, slots=True)
class Board:
    """``prompt`` asks for something, ``lines`` say more, ``progress`` (0 to 1) fills a bar."""

    prompt: str
    lines: tuple[str, ...] = ()
    progress: float | None = None
    colour: Colour = WHITE


def draw_board(canvas: Picture, board: Board) -> None:
    """Draw the board along the bottom of ``canvas`` (h, w, 3): hands are higher up."""
    scale = canvas.shape[0] / 480
    margin, pad = round(12 * scale), round(12 * scale)
    width = canvas.shape[1] - 2 * margin
    rows = [
        *((line, round(PROMPT_PX * scale), board.colour) for line in wrapped(
            board.prompt, round(PROMPT_PX * scale), width - 2 * pad) if line),
        *((line, round(LINE_PX * scale), SOFT) for text in board.lines for line in wrapped(
            text, round(LINE_PX * scale), width - 2 * pad) if line),
    ]  # fmt: skip
    gap = round(4 * scale)
    bar_height = 0 if board.progress is None else round(14 * scale)
    height = sum(size_wh(text, px)[1] + gap for text, px, _ in rows) + 2 * pad + bar_height
    top = max(0, canvas.shape[0] - margin - height)
    plate(canvas, Box(margin, top, width, height), round(12 * scale))
    y = top + pad
    for text, height_px, colour in rows:
        write(canvas, text, (margin + pad, y), height_px, colour)
        y += size_wh(text, height_px)[1] + gap
    if board.progress is not None:
        across = Box(margin + pad, y + gap, width - 2 * pad, max(4, round(7 * scale)))
        bar(canvas, across, board.progress, SURE)


def draw_ring(canvas: Picture, centre_xy: tuple[int, int], radius_px: int, share: float) -> None:
    """Draw a ring filled clockwise from the top to ``share`` (0 to 1)."""
    thick = max(3, radius_px // 8)
    cv2.ellipse(canvas, centre_xy, (radius_px,) * 2, 0, 0, 360, INK, thick, cv2.LINE_AA)
    if share > 0:
        end = -90 + 360 * min(share, 1.0)
        cv2.ellipse(canvas, centre_xy, (radius_px,) * 2, 0, -90, end, SURE, thick, cv2.LINE_AA)
