"""Kannada digits in Kannada script, by Pillow and a shipped font: OpenCV draws ASCII only."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.lettering import size_wh, write
from glyphcam.live.palette import Colour

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "NotoSansKannada-digits.ttf"
"""Noto Sans Kannada, its ten digits alone, under the SIL Open Font License."""

_FIRST_DIGIT = 0x0CE6


def in_kannada(text: str) -> str:
    """Return ``text`` with 0 to 9 as Kannada digits."""
    return text.translate({ord("0") + n: _FIRST_DIGIT + n for n in range(10)})


def width_of(text: str, height_px: int) -> int:
    """Return how wide ``text`` is drawn, in pixels."""
    return sum(_run_width(run, height_px) for run in _runs(text))


def write_kannada(
    canvas: Picture, text: str, xy: tuple[int, int], height_px: int, colour: Colour
) -> None:
    """Write ``text``, its digits in Kannada, onto ``canvas``, its box's top left at ``xy``.

    What the font does not have, the question mark of a refused glyph, comes from the overlay's own.
    """
    left = xy[0]
    for run in _runs(text):
        if _is_in_font(run[0]):
            _blend(canvas, _mask(run, height_px), (left, xy[1]), colour)
        else:
            write(canvas, run, (left, xy[1]), height_px, colour)
        left += _run_width(run, height_px)


def _runs(text: str) -> list[str]:
    """Cut ``text`` where the font changes."""
    return ["".join(run) for _, run in groupby(text, key=_is_in_font)]


def _is_in_font(character: str) -> bool:
    return character.isdigit() or character == " "


def _run_width(run: str, height_px: int) -> int:
    if _is_in_font(run[0]):
        return int(_mask(run, height_px).shape[1])
    return size_wh(run, height_px)[0]


def _blend(canvas: Picture, mask: NDArray[np.float32], xy: tuple[int, int], colour: Colour) -> None:
    left, top = max(xy[0], 0), max(xy[1], 0)
    part = canvas[top : max(0, xy[1] + mask.shape[0]), left : max(0, xy[0] + mask.shape[1])]
    if part.size:
        cover = mask[top - xy[1] :, left - xy[0] :][: part.shape[0], : part.shape[1], None]
        part[:] = np.rint(part * (1 - cover) + np.array(colour, np.float32) * cover)


@lru_cache(maxsize=256)
def _mask(text: str, height_px: int) -> NDArray[np.float32]:
    from PIL import Image, ImageDraw

    font, shown = _font(height_px), in_kannada(text)
    box_wh = (int(font.getlength(shown)) + 3, sum(font.getmetrics()))
    sheet = Image.new("L", box_wh, 0)
    ImageDraw.Draw(sheet).text((1, font.getmetrics()[0]), shown, 255, font, anchor="ls")
    return np.asarray(sheet, np.float32) / np.float32(255)


@lru_cache(maxsize=16)
def _font(height_px: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FONT), height_px)
