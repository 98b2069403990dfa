"""Spelling on the picture: the ring round the held letter, the text, what stands above, words."""

from __future__ import annotations

import cv2

from glyphcam.live.answer_panel import LETTER_WIDTH, answer_box
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import fitted, size_wh, write
from glyphcam.live.palette import INK, SOFT, SURE, UNSURE, WHITE, Colour
from glyphcam.live.plates import Box, plate
from glyphcam.live.spell_rule import DELETE
from glyphcam.live.spell_state import Spelling
from glyphcam.live.spell_text import SpellText

TEXT_PX, ROW_PX = 28, 15
"""Font sizes in a picture 480 high: the line being spelled, and what stands above and below."""

NARROW_PX = 210
"""With less room than that beside the answer, the text stands above it."""

RING_PX = 48
"""The ring's radius in a picture 480 high: it goes round a letter, and inside the panel."""


def spelling_box(size_wh: tuple[int, int], scale: float, is_right: bool) -> Box:
    """Return where the text lies: beside the answer, or above it in a narrow picture."""
    answer = answer_box(size_wh, scale, is_right)
    margin = round(12 * scale)
    room = size_wh[0] - answer.width - 3 * margin
    if room >= NARROW_PX * scale:
        left = margin if is_right else answer.left + answer.width + margin
        return Box(left, answer.top, room, answer.height)
    top = answer.top - margin - answer.height
    return Box(margin, top, size_wh[0] - 2 * margin, answer.height)


def is_narrow(size_wh: tuple[int, int], scale: float) -> bool:
    """Whether the text stands above the answer, for want of room beside it."""
    answer = answer_box(size_wh, scale, False)
    return spelling_box(size_wh, scale, False).top < answer.top


def draw_spelling(canvas: Picture, spelling: Spelling, is_right: bool, scale: float) -> None:
    """Draw the box of text: what stands above it, the line, and the suggested words."""
    box = spelling_box(canvas.shape[1::-1], scale, is_right)
    plate(canvas, box, round(12 * scale))
    pad = round(12 * scale)
    inner = Box(box.left + pad, box.top, box.width - 2 * pad, box.height)
    row_px = max(10, round(ROW_PX * scale))
    _above(canvas, spelling.text, inner, row_px, scale)
    _line(canvas, spelling, inner, scale)
    _suggested(canvas, spelling.suggestions, inner, row_px, scale)


def draw_ring(
    canvas: Picture, spelling: Spelling, box: Box, scale: float, is_unsure: bool = False
) -> None:
    """Draw the ring round the letter of the answer panel ``box``, filled as far as it is held.

    Its colour tells a letter that is only guessed.
    """
    if spelling.label is None:
        return
    middle = (
        box.left + round(LETTER_WIDTH * scale) // 2 + round(4 * scale),
        box.top + box.height // 2,
    )
    thick = max(2, round(5 * scale))
    colour = UNSURE if is_unsure or spelling.label == DELETE else SURE
    _arc(canvas, middle, round(RING_PX * scale), 1.0, INK, thick)
    _arc(canvas, middle, round(RING_PX * scale), spelling.share, colour, thick)


def _arc(
    canvas: Picture, middle: tuple[int, int], radius: int, share: float, colour: Colour, thick: int
) -> None:
    """Draw a part of a circle, from the top clockwise; a sixteenth of a pixel exact."""
    if share <= 0:
        return
    centre = (middle[0] << 4, middle[1] << 4)
    axes = (radius << 4, radius << 4)
    end_deg = -90 + 360 * min(1.0, share)
    cv2.ellipse(canvas, centre, axes, 0, -90, end_deg, colour, thick, cv2.LINE_AA, 4)


def _line(canvas: Picture, spelling: Spelling, inner: Box, scale: float) -> None:
    """Write the line's end that fits, and a cursor; a fresh letter is green for a moment."""
    text = spelling.text
    height_px = round(TEXT_PX * scale)
    cursor_width = max(2, round(2 * scale))
    line = _tail(text.line, height_px, inner.width - round(10 * scale))
    top = inner.top + round(33 * scale)
    write(canvas, line, (inner.left, top), height_px, WHITE)
    end = inner.left + (size_wh(line, height_px)[0] if line else 0)
    is_new = spelling.flash is not None and spelling.flash != DELETE and text.word
    if is_new:
        fresh = line[-1:]
        before = line[:-1]
        left = inner.left + (size_wh(before, height_px)[0] - _border(height_px) if before else 0)
        write(canvas, fresh, (left, top), height_px, SURE)
    x = end + round(2 * scale)
    bottom = top + size_wh("A", height_px)[1]
    cv2.line(
        canvas, (x, top + round(3 * scale)), (x, bottom - round(3 * scale)), SOFT, cursor_width
    )


def _border(height_px: int) -> int:
    """What size_wh adds to the width of any text."""
    return size_wh("", height_px)[0]


def _above(canvas: Picture, text: SpellText, inner: Box, row_px: int, scale: float) -> None:
    """Write earlier lines; at their right the raw letters, where they were understood otherwise."""
    top, room = inner.top + round(8 * scale), inner.width
    raw = text.raw if text.best is not None else _finished_raw(text)
    if raw:
        read = _tail(f"read {raw}", row_px, inner.width)
        width = size_wh(read, row_px)[0]
        write(canvas, read, (inner.left + inner.width - width, top), row_px, UNSURE)
        room -= width + round(12 * scale)
    if room > 4 * row_px:
        write(canvas, _tail(_earlier(text), row_px, room), (inner.left, top), row_px, SOFT)


def _suggested(
    canvas: Picture, words: tuple[str, ...], inner: Box, row_px: int, scale: float
) -> None:
    """Write the suggestions with their keys; one that has no room is left out."""
    top = inner.top + inner.height - round(32 * scale)
    left, gap = inner.left, round(5 * scale)
    for number, word in enumerate(words, 1):
        key_width = size_wh(str(number), row_px)[0]
        room = inner.left + inner.width - left - key_width - gap
        word_px = fitted(word, row_px, max(1, room))
        if size_wh(word, word_px)[0] > room:
            return
        write(canvas, str(number), (left, top), row_px, UNSURE)
        lower = (row_px - word_px) * 3 // 4  # smaller letters on the same line
        write(canvas, word, (left + key_width + gap, top + lower), word_px, WHITE)
        left += key_width + gap + size_wh(word, word_px)[0] + round(14 * scale)


def _finished_raw(text: SpellText) -> str:
    """The letters of the last finished word, where something else was taken for them."""
    is_changed = not text.word and text.words and text.words[-1] != text.last_raw
    return text.last_raw if is_changed else ""


def _earlier(text: SpellText) -> str:
    return "  /  ".join(text.lines[-3:])


def _tail(text: str, height_px: int, width_px: int) -> str:
    """Return the end of ``text`` that fits, an ellipsis before it where something is cut off."""
    if size_wh(text, height_px)[0] <= width_px:
        return text
    start = 1
    while start < len(text) and size_wh(f"…{text[start:]}", height_px)[0] > width_px:
        start += 1
    return f"…{text[start:]}"
