"""Cards held upside down: read both ways where the first way is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_finder import Card, Picture, open_card
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_script import Script

_DOUBTFUL = 0.8
"""A card whose glyphs are this sure on average, geometrically, is upright without asking."""

_AHEAD = 1.25
"""Upside down must read this many times as surely: many letters are letters either way."""


def legibility(script: Script, twins: NDArray[np.intp]) -> float:
    """Return the geometric mean of the glyphs' confidences, 0 to 1.

    ``twins`` (k,) gives for each label its look-alike's column, or its own: what is surely O or 0
    is as legible as what is surely A, or OBBA would seem to be 8808 upside down.
    """
    if not len(script.rows):
        return 0.0
    own = np.arange(len(twins))
    pooled = script.probabilities + np.where(twins != own, script.probabilities[:, twins], 0)
    return float(np.exp(np.log(np.maximum(pooled.max(axis=1), 1e-4)).mean()))


def upright(
    image: Picture,
    card: Card,
    script: Script,
    read: Callable[[Sequence[Card]], list[Script]],
    twins: NDArray[np.intp],
) -> tuple[Card, Script]:
    """Return the card and its script, turned by half where that reads far more surely."""
    if len(script.rows) < 2 or legibility(script, twins) > _DOUBTFUL:
        return card, script
    half = turned(image, card)
    if not half.count:
        return card, script
    [other] = read([half])
    if legibility(other, twins) > max(_AHEAD * legibility(script, twins), 0.7):
        return half, other
    return card, script


def turned(image: Picture, card: Card) -> Card:
    """Return ``card`` of ``image`` (h, w, 3) the other way up."""
    outline = Outline(np.roll(card.quad, 2, axis=0), card.score, card.plane)
    return open_card(image, outline, card.layout.shape)


def is_turned(card: Card) -> bool:
    """Whether the card's own top is below its bottom in the picture."""
    return bool(card.quad[:2, 1].mean() > card.quad[2:, 1].mean())
