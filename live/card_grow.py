"""Cards outlined in part: an outline drawn out along its rows while writing goes on beside it."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from glyphcam.live.card_finder import Card, Picture, open_card
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_quads import Quad

_MARKS_BY_CHANCE = 2
"""A lone letter with one mark beside it stays alone; with two and more it begins a word."""

_STEPS = (1.9, 1.5, 1.1)
"""How far a side is moved out, in heights of the writing: by a letter and its gaps, or, where that
leads over the card's edge, by less.
"""

_MOST_LETTERS = 6
"""So many times in a row a side is moved out."""

_NEIGHBOUR = 1.2
"""Writing further than this from a side, in its heights, does not go on beyond it."""

_SOILED = 0.02
"""How much more foreign ink and clutter a larger outline may take in."""

_ALIKE = 0.75
"""Writing that goes on is about as high: at least this share, at most its inverse."""

_LEAST_MARK = 0.7
"""No mark beside the card is lower than this share of the writing: edges break up into pieces."""

_DARKER = 0.6
"""The paper that a card goes on with is at least so bright, of the card's own."""

_GRAIN = 0.04
"""So much grainier, at most, than the card is the paper that it goes on with: wood is not."""


def grown(image: Picture, card: Card) -> Card:
    """Return ``card`` of ``image`` (h, w, 3), or a longer one whose rows go on beyond its sides.

    What has an edge of its own, a tile, a sticker, a shadow's border, is outlined for itself, and
    a word that stands on several of them would be told in part.
    """
    longest = card
    for is_right in (False, True):
        for _ in range(_MOST_LETTERS):
            longer = next(_longer(image, longest, is_right), None)
            if longer is None:
                break
            longest = longer
    is_word = card.count > 1 or longest.count > _MARKS_BY_CHANCE
    return longest if is_word else card


def _longer(image: Picture, card: Card, is_right: bool) -> Iterator[Card]:
    """Yield what the card is with one side moved out, where more is written there."""
    high, wide = card.sheet.ink.shape
    boxes = np.stack([proposal.box for proposal in card.layout.proposals])
    margin = wide - boxes[:, 2].max() if is_right else boxes[:, 0].min()
    if margin > _NEIGHBOUR * card.layout.height:
        return
    for step in _STEPS:
        out = step * card.layout.height
        left, right = (0.0, wide + out) if is_right else (-out, float(wide))
        corners = np.array([[left, 0], [right, 0], [right, high], [left, high]], np.float32)
        quad = card.sheet.in_picture(corners)
        if not _is_inside(image, quad):
            continue
        added = (left, 0.0) if left < 0 else (float(wide), right)
        if _level(image, card, added) < _DARKER * _level(image, card, (0.0, float(wide))):
            continue
        other = open_card(image, Outline(quad, card.score, card.plane), card.layout.shape)
        if _goes_on(card, other, is_right):
            yield other


def _level(image: Picture, card: Card, span: tuple[float, float]) -> float:
    """How bright the paper is, 0 to 255, between these columns of the card's sheet."""
    across = np.linspace(*span, 14, dtype=np.float32)[1:-1]
    down = np.linspace(0, card.sheet.ink.shape[0], 8, dtype=np.float32)[1:-1]
    points = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
    x, y = np.rint(card.sheet.in_picture(points)).astype(np.intp).T
    high, wide = image.shape[:2]
    seen = image[y.clip(0, high - 1), x.clip(0, wide - 1)].min(axis=1)
    return float(np.percentile(seen, 70))


def _is_inside(image: Picture, quad: Quad) -> bool:
    return bool((quad >= 0).all() and (quad < np.array(image.shape[1::-1])).all())


def _goes_on(card: Card, longer: Card, is_right: bool) -> bool:
    """Whether a longer outline holds more of the same writing, on paper, and little else."""
    if not longer.count > card.count or not longer.writing.is_card:
        return False
    height = longer.layout.height / card.layout.height
    soil = _soil(longer) - _soil(card)
    is_level = len(longer.layout.row_lengths) == len(card.layout.row_lengths)
    is_alike = is_level and _ALIKE < height < 1 / _ALIKE and soil < _SOILED
    return is_alike and _is_paper(card, longer, is_right)


def _is_paper(card: Card, longer: Card, is_right: bool) -> bool:
    """Whether what a longer outline adds is as clean as the card, its marks as high."""
    wide = longer.sheet.ink.shape[1]
    share = card.sheet.ink.shape[1] / wide
    added = slice(round(share * wide), wide) if is_right else slice(0, round((1 - share) * wide))
    ink, mask = longer.sheet.ink[:, added], longer.sheet.mask[:, added]
    bare = ink[cv2.dilate(mask, np.ones((5, 5), np.uint8)) == 0]
    boxes = np.stack([proposal.box for proposal in longer.layout.proposals])
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    new = boxes[(middle >= added.start) & (middle < added.stop)]
    heights = new[:, 3] - new[:, 1]
    is_high = bool(len(new)) and heights.max() > _LEAST_MARK * longer.layout.height
    grain = float(bare.mean()) / 255 if bare.size else 1.0
    return bool(is_high and grain < card.writing.grain + _GRAIN)


def _soil(card: Card) -> float:
    return card.writing.foreign + card.writing.clutter + 0.25 * card.writing.cut
