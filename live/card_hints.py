"""What to tell the person so that the next frame can be read: one short sentence, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_finder import QUICK, Card, Picture, outlined, shrunk
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

_SMALL_PX = 16.5
"""Of a film in which writing is lower than this its card is found, and read, in parts."""

_BLURRED = 0.2
"""Ink whose edges rise by less than this share a pixel is smeared."""

_SURE_OUTLINE = 0.72
"""Only what is surely a card is said to be blank, or blurred, or far."""

_MARGIN = 0.02
"""A card nearer than this share of the picture to its rim may go on outside."""

_SOFTEST, _LEAST_SPREAD = 9.0, 14.0
"""A small picture with things in it (brightness spread) and no edge this steep is blurred."""


def empty_hint(image: Picture) -> str | None:
    """Return why no written card was found in ``image`` (h, w, 3), if that can be told."""
    small = cv2.cvtColor(shrunk(image), cv2.COLOR_BGR2GRAY)
    if np.percentile(small, 95) < _DARK:
        return MORE_LIGHT
    if _is_blurred(small):
        return HOLD_STILL
    hints = (_unread(card, image) for card in outlined(image, QUICK) if card.score > _SURE_OUTLINE)
    return next((hint for hint in hints if hint is not None), None)


def card_hint(cards: Sequence[Card], glyphs: Sequence[Glyph]) -> str | None:
    """Return a hint for what was read: how to read it better, or what it leaves open."""
    if any(is_turned(card) for card in cards):
        return TURNED
    if len(glyphs) == 1 and glyphs[0].alternative is not None:
        return f"{glyphs[0].label} or {glyphs[0].alternative}"
    if glyphs and not any(glyph.prediction.is_unsure for glyph in glyphs):
        return None
    if any(is_far(card) for card in cards):
        return CLOSER
    if all(card.writing.sharpness < _BLURRED for card in cards):
        return HOLD_STILL
    return MORE_LIGHT if min(card.sheet.level for card in cards) < _DARK else None


def is_far(card: Card) -> bool:
    """Whether its writing is so small that part of it, or of the card, may be missed."""
    return _height_px(card) < _SMALL_PX


def is_small(quads: NDArray[np.float32]) -> bool:
    """Whether glyphs in ``quads`` (n, 4, 2) picture px are as small as that."""
    return float(np.median(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1))) < _SMALL_PX


def _height_px(card: Card) -> float:
    heights = [proposal.box[3] - proposal.box[1] for proposal in card.layout.proposals]
    return float(np.median(heights)) * card.sheet.pixel if heights else np.inf


def _is_inside(card: Card, image: Picture) -> bool:
    """Whether all of a card is in the picture: one that comes in shows its blank margin first."""
    margin = _MARGIN * max(image.shape[:2])
    most = np.array(image.shape[1::-1], np.float32) - margin
    return bool((card.quad > margin).all() and (card.quad < most).all())


def _is_blurred(small: Picture) -> bool:
    step = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    is_soft = float(np.percentile(step, 99.7)) < _SOFTEST
    return bool(is_soft and float(small.std()) > _LEAST_SPREAD)


def _unread(card: Card, image: Picture) -> str | None:
    """Why nothing could be read on what has a card's outline."""
    writing = card.writing
    if not card.count:
        is_bare = writing.foreign < 0.1 and writing.clutter < 0.5
        return BLANK if is_bare and _is_inside(card, image) else None
    if is_far(card):
        return CLOSER
    is_inked = writing.apart > 0.5 and writing.foreign < 0.2
    return HOLD_STILL if is_inked and writing.sharpness < writing.least_sharpness else None
