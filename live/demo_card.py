"""A card as the demo holds it up: paper, a word in the project's own strokes, two fingers."""

from __future__ import annotations

import cv2
import numpy as np

from glyphcam.live.demo_strokes import drawn, width_of
from glyphcam.live.frame import Picture

_HEIGHT_PX = 150
_MARGIN_PX = 66
_GAP_PX = 46
_SPACE_PX = 130
_INK = (62, 42, 34)
_PAPER = (226, 238, 244)
_SHIFT = 4
"""Strokes are drawn to a sixteenth of a pixel, so that they are smooth."""


def written_card(text: str, rng: np.random.Generator) -> Picture:
    """Return a card (h, w, 3) uint8 BGR with one line of ``text`` (capitals, digits, spaces)."""
    size_wh = (_width(text), _HEIGHT_PX + 2 * _MARGIN_PX)
    card = np.full((size_wh[1], size_wh[0], 3), _PAPER, np.uint8)
    grain = rng.normal(0, 2.0, (size_wh[1], size_wh[0], 1))
    card = np.clip(card + grain, 0, 255).astype(np.uint8)
    left = float(_MARGIN_PX)
    for label in text:
        if label == " ":
            left += _SPACE_PX - _GAP_PX
            continue
        _draw(card, label, left, _MARGIN_PX + rng.normal(0, 4), rng)
        left += width_of(label) * _HEIGHT_PX + _GAP_PX
    return card


def _width(text: str) -> int:
    wide = sum(_SPACE_PX if c == " " else width_of(c) * _HEIGHT_PX + _GAP_PX for c in text)
    return round(wide - _GAP_PX + 2 * _MARGIN_PX)


def _draw(card: Picture, label: str, left: float, top: float, rng: np.random.Generator) -> None:
    thick = int(rng.integers(12, 16))
    for stroke in drawn(label, rng):
        points = (stroke * _HEIGHT_PX + np.array([left, top])) * (1 << _SHIFT)
        way = np.rint(points).astype(np.int32)
        cv2.polylines(card, [way], False, _INK, thick, cv2.LINE_AA, _SHIFT)
