"""Smooth text on a picture: each piece is drawn once by Pillow, kept, and blended in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.palette import Colour

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

KEPT = 1024
"""Pieces of text kept ready: a new one takes Pillow 0.3 ms, and percents alone are some 300."""


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Text ready to blend: its colour, its cover and what it leaves of the ground, one size."""

    colour: Picture
    cover: NDArray[np.float32]
    rest: NDArray[np.float32]


def write(canvas: Picture, text: str, xy: tuple[int, int], height_px: int, colour: Colour) -> None:
    """Write one line of ``text`` onto ``canvas``, its box's top left at ``xy``.

    ``height_px`` is the font's size; what lies outside the canvas is cut off.
    """
    if not text:
        return
    piece = _piece(text, height_px, colour)
    height, width = piece.cover.shape
    top, left = max(0, xy[1]), max(0, xy[0])
    bottom = min(canvas.shape[0], xy[1] + height)
    right = min(canvas.shape[1], xy[0] + width)
    if top >= bottom or left >= right:
        return
    rows = slice(top - xy[1], bottom - xy[1])
    columns = slice(left - xy[0], right - xy[0])
    ground = canvas[top:bottom, left:right]
    ground[:] = cv2.blendLinear(
        ground, piece.colour[rows, columns], piece.rest[rows, columns], piece.cover[rows, columns]
    )


@lru_cache(maxsize=4 * KEPT)
def size_wh(text: str, height_px: int) -> tuple[int, int]:
    """Return the width and height of the box that ``write`` fills."""
    font = _font(height_px)
    return int(np.ceil(font.getlength(text))) + 2 + 2 * _stroke_px(height_px), sum(
        font.getmetrics()
    )


def fitted(text: str, height_px: int, width_px: int, least_px: int = 10) -> int:
    """Return the font size, at most ``height_px``, at which ``text`` is no wider than that."""
    width = size_wh(text, height_px)[0]
    return height_px if width <= width_px else max(least_px, height_px * width_px // width)


def wrapped(text: str, height_px: int, width_px: int) -> list[str]:
    """Return ``text`` in lines of whole words, no wider than ``width_px`` where words allow."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and size_wh(longer, height_px)[0] > width_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=KEPT)
def _piece(text: str, height_px: int, colour: Colour) -> _Piece:
    from PIL import Image, ImageDraw

    font = _font(height_px)
    width, height = size_wh(text, height_px)
    sheet = Image.new("L", (width, height), 0)
    stroke_px = _stroke_px(height_px)
    ImageDraw.Draw(sheet).text(
        (1 + stroke_px, font.getmetrics()[0]),
        *(text, 255, font),
        anchor="ls",
        stroke_width=stroke_px,
    )
    cover = (np.asarray(sheet) / 255).astype(np.float32)
    rest = (1 - cover).astype(np.float32)
    return _Piece(np.full((height, width, 3), colour, np.uint8), cover, rest)


def _stroke_px(height_px: int) -> int:
    """Return by how much large letters are made bolder: the face has a regular weight only."""
    return height_px // 60 * 2


@lru_cache(maxsize=32)
def _font(height_px: int) -> FreeTypeFont:
    """Return Pillow's own face (Aileron), so that no font is shipped or searched for."""
    from PIL import ImageFont

    font = ImageFont.load_default(height_px)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("this Pillow was built without FreeType")
    return font
