"""Cards held upside down: read both ways where the first way is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_context import Alphabet, settled
from glyphcam.live.card_finder import Card, Picture, open_card
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_script import Script
from glyphcam.live.card_words import RowPrior, wordlikeness

_DOUBTFUL = 0.8
"""A card whose glyphs are this sure on average, geometrically, is upright unless it is no word and
makes one upside down, as 0773H does.
"""

_AHEAD, _LEAST = 1.25, 0.9
"""Upside down must read this many times as surely, and this surely: many letters are letters
either way, and a pen that is hard to read is not held upside down for that.
"""

_AHEAD_FAR, _LEAST_FAR, _WEAKEST_FAR = 1.9, 0.76, 0.55
"""Twice as surely, with no glyph less sure than the third, is enough of a pen, or a network, that
is less sure of everything.
"""

_AHEAD_WORD, _LEAST_WORD = 1.1, 0.75
"""The same where it makes a word that way and none upright."""

_WORD, _LONG_WORD = 3.0, 5.0
"""A list that explains letters by so much better than chance, natural logarithm, makes them one:
three letters come to 3, four to 5.
"""

_SHORT = 3
"""So few letters make a word by chance too often to be turned for it where they read well."""


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What tells which way up a script is: its ``alphabet`` and, where there is one, the ``prior``
    of the words it may hold.
    """

    alphabet: Alphabet
    prior: RowPrior | None = None

    def wordlikeness(self, script: Script) -> float:
        """How much better the script is explained by words than by any letters, logarithm."""
        if self.prior is None:
            return 0.0
        final = settled(self.alphabet, script.probabilities, script.words)
        return wordlikeness(self.prior, self.alphabet.labels, final, script.words)


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
    sense: Sense,
) -> tuple[Card, Script]:
    """Return the card and its script, turned by half where that reads far more surely."""
    if len(script.rows) < 2 or not _may_be_turned(script, sense):
        return card, script
    half = turned(image, card)
    if not half.count:
        return card, script
    [other] = read([half])
    return (half, other) if _is_far_surer(other, script, sense) else (card, script)


def _may_be_turned(script: Script, sense: Sense) -> bool:
    """Whether a script is doubtful, or neither a word nor a number: 7718 is no BILL."""
    if legibility(script, sense.alphabet.twins) <= _DOUBTFUL:
        return sense.wordlikeness(script) < _WORD
    is_number = sense.alphabet.is_digit[script.probabilities.argmax(axis=1)].all()
    return len(script.rows) > _SHORT and not is_number and sense.wordlikeness(script) < _WORD


def _is_far_surer(other: Script, script: Script, sense: Sense) -> bool:
    """Whether ``other``, upside down, is the way up: no fewer glyphs, and far more legible."""
    if len(other.rows) < len(script.rows):
        return False  # strokes that join upside down alone were not written so
    gain = sense.wordlikeness(other) - sense.wordlikeness(script)
    own, turned = (legibility(one, sense.alphabet.twins) for one in (script, other))
    if own > _DOUBTFUL:
        return gain > _LONG_WORD and turned > _LEAST
    if turned > _AHEAD_FAR * own and turned > _LEAST_FAR:
        return float(other.probabilities.max(axis=1).min()) > _WEAKEST_FAR
    ahead, least = (_AHEAD_WORD, _LEAST_WORD) if gain > _WORD else (_AHEAD, _LEAST)
    return turned > max(ahead * own, least)


def turned(image: Picture, card: Card) -> Card:
    """Return ``card`` of ``image`` (h, w, 3) the other way up."""
    outline = Outline(np.roll(card.quad, 2, axis=0), card.score, card.plane)
    return open_card(image, outline, card.layout.shape)


def is_turned(card: Card) -> bool:
    """Whether the card's own top is below its bottom in the picture."""
    return bool(card.quad[:2, 1].mean() > card.quad[2:, 1].mean())
