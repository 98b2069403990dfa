"""Draws a card's reading where it stands: outline, each glyph's label, the line of text below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from glyphcam.live.frame import Picture
from glyphcam.live.kannada_digits import width_of, write_kannada
from glyphcam.live.lettering import fitted, size_wh, write
from glyphcam.live.palette import SOFT, SURE, UNSURE, WHITE, Colour
from glyphcam.live.plates import Box, dot, plate
from glyphcam.live.reading import Glyph, Reading

DrawCard = Callable[[Picture, Reading, float], None]
"""Draws a card's reading onto a picture, at a scale (1 for 480 high)."""

_LABEL_PX = 20
_LINE_PX = 34
"""Font sizes in a picture 480 high."""

_SMALLEST_PX = 11
_LABEL_SHARE = 0.5
"""A label is no higher than this share of its glyph, or a full page would be hidden by labels."""

_MOST_IN_LINE = 48
"""A page with more glyphs has no line of text below it: it would be too small to read."""


@dataclass(frozen=True, slots=True)
class _Script:
    """How labels are written: ``write`` draws them, ``width`` measures them, both in pixels."""

    write: Callable[[Picture, str, tuple[int, int], int, Colour], None]
    width: Callable[[str, int], int]


_PLAIN = _Script(write, lambda text, height_px: size_wh(text, height_px)[0])

_SCRIPTS: Mapping[str, _Script] = {"kannada": _Script(write_kannada, width_of)}
"""The recognisers whose labels are shown in a script of their own."""


def card_drawer(recogniser: str = "") -> DrawCard:
    """Return what draws readings of the recogniser of that name, in its own script."""
    script = _SCRIPTS.get(recogniser, _PLAIN)

    def draw(canvas: Picture, reading: Reading, scale: float) -> None:
        _draw(canvas, reading, scale, script)

    return draw


def draw_card(canvas: Picture, reading: Reading, scale: float = 1.0) -> None:
    """Draw a reading of Latin letters and digits onto ``canvas`` (h, w, 3) uint8 BGR."""
    _draw(canvas, reading, scale, _PLAIN)


def colour_of(glyph: Glyph) -> Colour:
    """Return green for a sure glyph, amber for an unsure one, mixed in between by confidence."""
    prediction = glyph.prediction
    if prediction.is_unsure:
        return UNSURE
    span = max(1.0 - prediction.threshold, 1e-6)
    share = min(1.0, (prediction.confidence - prediction.threshold) / span + 0.4)
    blue, green, red = (round(a + share * (b - a)) for a, b in zip(UNSURE, SURE, strict=True))
    return blue, green, red


def _draw(canvas: Picture, reading: Reading, scale: float, script: _Script) -> None:
    if reading.region is None:
        return
    thick = max(1, round(2 * scale))
    outlines = [np.rint(r.quad).astype(np.int32) for r in (reading.region, *reading.others)]
    cv2.polylines(canvas, outlines, True, WHITE, thick, cv2.LINE_AA)
    for glyph in reading.glyphs:
        _draw_glyph(canvas, glyph, scale, script)
    if reading.text and len(reading.glyphs) <= _MOST_IN_LINE:
        _draw_line(canvas, reading, scale, script)


def _draw_glyph(canvas: Picture, glyph: Glyph, scale: float, script: _Script) -> None:
    """Underline the glyph and write its label above it; a dot marks one its neighbours settled."""
    colour = colour_of(glyph)
    quad = np.rint(glyph.quad).astype(np.int32)
    room_px = _LABEL_SHARE * float(np.linalg.norm(quad[3] - quad[0]))
    height_px = max(_SMALLEST_PX, round(min(_LABEL_PX * scale, room_px)))
    low_left, low_right = (int(v) for v in quad[3]), (int(v) for v in quad[2])
    thick = max(1, round(3 * scale))
    cv2.line(canvas, tuple(low_left), tuple(low_right), colour, thick, cv2.LINE_AA)
    wide = script.width(glyph.label, height_px)
    pad = min(round(4 * scale), height_px // 4)
    left = int(quad[:, 0].mean()) - wide // 2
    top = max(0, int(quad[:2, 1].mean()) - round(1.5 * height_px))
    plate(canvas, Box(left - pad, top, wide + 2 * pad, round(1.3 * height_px)), pad)
    script.write(canvas, glyph.label, (left, top), height_px, colour)
    if glyph.is_settled:
        dot(canvas, (left + wide + 2 * pad, top + pad), max(2, round(3 * scale)), SOFT)


def _draw_line(canvas: Picture, reading: Reading, scale: float, script: _Script) -> None:
    """Write the text under the cards, or above it where there is no room below."""
    if reading.region is None or not reading.text:
        return
    text = "  ".join(reading.text.split("\n"))
    high, wide = canvas.shape[:2]
    margin, pad = round(8 * scale), round(8 * scale)
    height_px = round(_LINE_PX * scale)
    room = wide - 2 * (margin + pad)
    if script is _PLAIN:
        height_px = fitted(text, height_px, room)
    width = min(script.width(text, height_px), room)
    box_height = round(1.35 * height_px)
    corners = np.concatenate([r.quad for r in (reading.region, *reading.others)])
    low, top = float(corners[:, 1].max()), float(corners[:, 1].min())
    y = round(low) + margin
    if y + box_height > high - margin:
        y = max(margin, min(round(top) - margin - box_height, high - margin - box_height))
    x = round(float(corners[:, 0].mean())) - width // 2
    x = max(margin + pad, min(x, wide - margin - pad - width))
    plate(canvas, Box(x - pad, y, width + 2 * pad, box_height), pad)
    is_sure = not any(glyph.prediction.is_unsure for glyph in reading.glyphs)
    script.write(canvas, text, (x, y), height_px, WHITE if is_sure else UNSURE)
