"""What to tell the person so that the next frame can be read: one short sentence, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from glyphcam.live.card_finder import Card, Picture, blank_card
from glyphcam.live.card_turn import is_turned
from glyphcam.live.reading import Glyph

MORE_LIGHT = "more light"
CLOSER = "closer"
HOLD_STILL = "hold still"
BLANK = "the card is blank"
UNREADABLE = "cannot be read: is it a letter or a digit?"
TURNED = "the card is upside down"

_DARK = 42
"""A picture whose brightest twentieth is darker than this, of 255, is too dark to read."""

_SMALL_PX = 13.0
"""Writing lower than this in the picture is read badly."""

_BLURRED = 0.2
"""Ink whose edges rise by less than this share a pixel is smeared."""


def empty_hint(image: Picture) -> str | None:
    """Return a hint for a frame in which no written card was found."""
    return MORE_LIGHT if _is_dark(image) else None


def still_hint(image: Picture) -> str | None:
    """Return a hint for a still in which no written card was found."""
    if _is_dark(image):
        return MORE_LIGHT
    return BLANK if blank_card(image) is not None else None


def card_hint(cards: Sequence[Card], glyphs: Sequence[Glyph]) -> str | None:
    """Return a hint for what was read: how to read it better, or what it leaves open."""
    if any(is_turned(card) for card in cards):
        return TURNED
    if len(glyphs) == 1 and glyphs[0].alternative is not None:
        return f"{glyphs[0].label} or {glyphs[0].alternative}"
    if glyphs and not any(glyph.prediction.is_unsure for glyph in glyphs):
        return None
    if min(card.layout.height * card.sheet.pixel for card in cards) < _SMALL_PX:
        return CLOSER
    if all(card.writing.sharpness < _BLURRED for card in cards):
        return HOLD_STILL
    return MORE_LIGHT if min(card.sheet.level for card in cards) < _DARK else None


def _is_dark(image: Picture) -> bool:
    gray = cv2.cvtColor(image[::8, ::8], cv2.COLOR_BGR2GRAY)
    return bool(np.percentile(gray, 95) < _DARK)
