"""The overlay's small texts: title, rate and age, hints, notices, messages and the keys' help."""

from __future__ import annotations

from dataclasses import dataclass

from glyphcam.live.frame import Picture
from glyphcam.live.keys import KEYS, Key
from glyphcam.live.lettering import fitted, size_wh, wrapped, write
from glyphcam.live.palette import ALARM, SOFT, WHITE, Colour
from glyphcam.live.plates import Box, dot, plate

LINE_PX = 15
"""Font size in a picture 480 high, and never smaller than LEAST_PX."""

LEAST_PX = 11


@dataclass(frozen=True, slots=True)
class Note:
    """One line on a plate: its text, colour and size in a picture 480 high."""

    text: str
    colour: Colour = WHITE
    size_px: int = LINE_PX


def draw_left(canvas: Picture, note: Note, scale: float, is_dotted: bool = False) -> None:
    """Draw a note at the top left; a dot in its colour before it marks a recording."""
    indent = round(14 * scale) if is_dotted else 0
    box = _box(canvas, note, scale, indent)
    placed = Box(round(10 * scale), round(10 * scale), box.width, box.height)
    _draw(canvas, note, placed, scale, indent)
    if is_dotted:
        middle = placed.top + placed.height // 2
        dot(canvas, (placed.left + round(13 * scale), middle), max(3, round(5 * scale)), ALARM)


def draw_right(canvas: Picture, note: Note, scale: float) -> None:
    """Draw a note at the top right."""
    box = _box(canvas, note, scale)
    left = canvas.shape[1] - round(10 * scale) - box.width
    _draw(canvas, note, Box(left, round(10 * scale), box.width, box.height), scale)


def draw_below(
    canvas: Picture, note: Note, scale: float, is_right: bool, raised_px: int = 0
) -> None:
    """Draw a note at the bottom, left or right, ``raised_px`` above where it would stand."""
    box = _box(canvas, note, scale)
    margin = round(10 * scale)
    left = canvas.shape[1] - margin - box.width if is_right else margin
    top = canvas.shape[0] - margin - box.height - raised_px
    _draw(canvas, note, Box(left, top, box.width, box.height), scale)


def draw_centre(canvas: Picture, note: Note, height_share: float, scale: float) -> None:
    """Draw a note in the middle, ``height_share`` of the way down, in as many lines as it needs."""
    height_px = note_px(note, scale)
    pad = round(0.6 * height_px)
    lines = wrapped(note.text, height_px, canvas.shape[1] - round(28 * scale) - 2 * pad)
    sizes = [size_wh(line, height_px) for line in lines]
    width = max(size[0] for size in sizes) + 2 * pad
    step = sizes[0][1]
    height = step * len(lines) + pad
    left = (canvas.shape[1] - width) // 2
    top = round(canvas.shape[0] * height_share) - height // 2
    plate(canvas, Box(left, top, width, height), round(7 * scale))
    for row, (line, size) in enumerate(zip(lines, sizes, strict=True)):
        x = left + (width - size[0]) // 2
        write(canvas, line, (x, top + pad // 2 + row * step), height_px, note.colour)


def draw_help(canvas: Picture, scale: float, keys: tuple[Key, ...] = KEYS) -> None:
    """Draw the table of keys in the middle; a key without a cap is told by the one above it."""
    keys = tuple(key for key in keys if key.cap)
    height_px = max(LEAST_PX, round((LINE_PX + 2) * scale))
    line = round(height_px * 1.65)
    pad = round(1.2 * height_px)
    column = max(round(2.6 * height_px), *(size_wh(f"{key.cap}  ", height_px)[0] for key in keys))
    width = 2 * pad + column + max(size_wh(key.words, height_px)[0] for key in keys)
    height = 2 * pad + line * len(keys) - (line - height_px)
    left = (canvas.shape[1] - width) // 2
    top = (canvas.shape[0] - height) // 2
    # Twice, so that the panel below does not shine through the words.
    for _ in range(2):
        plate(canvas, Box(left, top, width, height), round(12 * scale))
    for row, key in enumerate(keys):
        y = top + pad + row * line - height_px // 6
        write(canvas, key.cap, (left + pad, y), height_px, WHITE)
        write(canvas, key.words, (left + pad + column, y), height_px, SOFT)


def note_px(note: Note, scale: float) -> int:
    """Return the font size of a note."""
    return max(LEAST_PX, round(note.size_px * scale))


def _box(canvas: Picture, note: Note, scale: float, indent: int = 0) -> Box:
    """Return the size of a note's plate, at 0, 0."""
    height_px = _fitting_px(canvas, note, scale)
    width, height = size_wh(note.text, height_px)
    pad = round(0.6 * height_px)
    return Box(0, 0, width + indent + 2 * pad, height + pad)


def _draw(canvas: Picture, note: Note, box: Box, scale: float, indent: int = 0) -> None:
    height_px = _fitting_px(canvas, note, scale)
    pad = round(0.6 * height_px)
    plate(canvas, box, round(7 * scale))
    write(canvas, note.text, (box.left + pad + indent, box.top + pad // 2), height_px, note.colour)


def _fitting_px(canvas: Picture, note: Note, scale: float) -> int:
    return fitted(note.text, note_px(note, scale), canvas.shape[1] - round(40 * scale), 8)
