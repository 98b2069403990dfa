"""The drawing window's picture: the sheet, and beside it what is read in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from glyphcam.live.answer_panel import percent
from glyphcam.live.draw_answer import UNSURE as UNSURE_WORD
from glyphcam.live.draw_answer import DrawAnswer
from glyphcam.live.draw_strokes import Drawing, draw_stroke
from glyphcam.live.frame import Picture
from glyphcam.live.kannada_digits import write_kannada
from glyphcam.live.lettering import fitted, write
from glyphcam.live.palette import SOFT, SURE, UNSURE, WHITE, Colour
from glyphcam.live.plates import Box, bar

SIDE = 560
"""The sheet's side in pixels."""

PANEL = 300
SIZE_WH = (SIDE + PANEL, SIDE)

_PAPER, _INK = (255, 255, 255), (34, 31, 28)
_DARK: Colour = (33, 28, 24)
_KEYS = ("z  undo", "c  clear", "i  light on dark", "n  next recogniser", "q  quit")


@dataclass(frozen=True, slots=True)
class Look:
    """``title`` says what is read, ``is_dark`` turns the sheet over."""

    title: str
    is_dark: bool = False
    is_kannada: bool = False


def picture_of_window(drawing: Drawing, answer: DrawAnswer | None, look: Look) -> Picture:
    """Return the window's picture (560, 860, 3) uint8 BGR."""
    canvas = np.full((SIDE, SIDE + PANEL, 3), _DARK, np.uint8)
    sheet = canvas[:, :SIDE]
    sheet[:] = _INK if look.is_dark else _PAPER
    for stroke in drawing.strokes:
        draw_stroke(sheet, stroke, drawing.pen, _PAPER if look.is_dark else _INK)
    write(canvas, look.title, (SIDE + 20, 14), fitted(look.title, 15, PANEL - 40), SOFT)
    if answer is None:
        write(canvas, "draw one character", (SIDE + 20, 60), 22, WHITE)
    else:
        _draw_answer(canvas, answer, look)
    for row, words in enumerate(_KEYS):
        write(canvas, words, (SIDE + 20, SIDE - 112 + 21 * row), 14, SOFT)
    return canvas


def _draw_answer(canvas: Picture, answer: DrawAnswer, look: Look) -> None:
    is_unsure = answer.words == UNSURE_WORD
    colour = UNSURE if is_unsure else SURE
    _text(canvas, answer.words, (SIDE + 20, 34), 64, UNSURE if is_unsure else WHITE, look)
    beside = "unsure" if is_unsure else percent(answer.prediction.confidence)
    write(canvas, beside, (SIDE + PANEL - 96, 70), 22, colour)
    for row, one in enumerate(answer.top):
        y = 124 + 26 * row
        _text(canvas, one.shown, (SIDE + 20, y), 18, WHITE, look)
        bar(canvas, Box(SIDE + 52, y + 7, PANEL - 140, 9), one.probability, colour)
        write(canvas, percent(one.probability), (SIDE + PANEL - 72, y), 17, SOFT)
    side = 140
    patch = cv2.resize(answer.patch, (side, side), interpolation=cv2.INTER_NEAREST)
    canvas[284 : 284 + side, SIDE + 20 : SIDE + 20 + side] = patch[..., None]
    for row, words in enumerate(("the 28 x 28", "pixels the", "model saw")):
        write(canvas, words, (SIDE + side + 34, 284 + 20 * row), 14, SOFT)


def _text(
    canvas: Picture, text: str, xy: tuple[int, int], height_px: int, colour: Colour, look: Look
) -> None:
    if look.is_kannada and text != UNSURE_WORD:
        write_kannada(canvas, _plain(text), xy, height_px, colour)
    else:
        write(canvas, text, xy, height_px, colour)


def _plain(text: str) -> str:
    """Return Kannada digits as 0 to 9, which write_kannada draws in Kannada."""
    return "".join(str(int(letter)) if letter.isdigit() else letter for letter in text)
