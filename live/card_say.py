"""From a steadied script to what is told: labelled glyphs and a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_context import Alphabet, alternative, evened, pooled, settled
from glyphcam.live.card_script import Script
from glyphcam.live.card_spaces import mended
from glyphcam.live.card_strays import without_strays
from glyphcam.live.card_words import RowPrior, weighed_by_word
from glyphcam.live.reading import Glyph, Quad
from glyphcam.models.prediction import Prediction

REFUSED = "?"
"""Stands in a text for a glyph that is no character, as far as the network can tell."""

_REFUSED_SHARE = 0.45
"""Below this share of the threshold a glyph is refused rather than guessed."""

_GUESSWORK = 0.6
"""A card whose glyphs are less sure than this share of the threshold, on average, is not told."""

_LEAST_SURE, _LEAST_SURE_CLEAN = 0.5, 0.2
"""So many of several glyphs must be sure ones: of a flourished hand on clean paper few are."""

_TEXT = 6
"""So many glyphs are a text; the gaps of three fingers are clean enough for paper too."""

_BARS, _LEAST_BAR, _LEAST_CLEAN_BAR = frozenset("I1"), 0.33, 0.24
"""What a mere bar is read as, and the least height of one, of the card's; on clean paper less."""


@dataclass(frozen=True, slots=True)
class Said:
    """One card's ``glyphs`` in reading order, and its ``text``: rows as lines, gaps as spaces."""

    glyphs: tuple[Glyph, ...]
    text: str

    @property
    def legibility(self) -> float:
        """The geometric mean of the glyphs' confidences, 0 where every glyph is refused."""
        if all(glyph.label == REFUSED for glyph in self.glyphs):
            return 0.0
        sure = [max(glyph.prediction.confidence, 1e-4) for glyph in self.glyphs]
        return float(np.exp(np.log(sure).mean()))


def say(
    alphabet: Alphabet, script: Script, threshold: float, prior: RowPrior | None = None
) -> Said:
    """Return what the card says; a glyph below ``threshold`` is told as unsure.

    With a ``prior`` letters are weighed by the words their rows may be, and a space that parts
    such a word is none.
    """
    script = without_strays(script, alphabet.twins, threshold)
    words = script.words
    final = settled(alphabet, script.probabilities, words)
    if prior is not None:
        if (mend := mended(prior, alphabet.labels, final, script)) is not script:
            script, words = mend, mend.words
            final = settled(alphabet, script.probabilities, words)
        final = weighed_by_word(prior, alphabet.labels, final, words)
    script = replace(script, probabilities=evened(alphabet, script.probabilities))
    is_lone = len(script.rows) == 1
    glyphs = tuple(
        _glyph(alphabet, script, final, index, threshold, is_lone)
        for index in range(len(script.rows))
    )
    return Said(glyphs, _text(script, glyphs))


def worth_telling(told: Sequence[Said], threshold: float, clean: Sequence[bool] = ()) -> list[int]:
    """Return which cards to tell, by number: the best read one, and others read as surely.

    A card that is guesswork all over, a scribble or no card after all, is never told. Which cards
    are ``clean``, nothing but ink and bare paper, says that a line of odd letters is one all the
    same.
    """
    legible = [
        i
        for i, said in enumerate(told)
        if _is_legible(said, threshold, i < len(clean) and clean[i])
    ]
    if not legible:
        return []
    best = max(legible, key=lambda i: told[i].legibility * len(told[i].glyphs))
    return [i for i in legible if i == best or told[i].legibility >= threshold]


def _is_legible(said: Said, threshold: float, is_clean: bool) -> bool:
    """Whether a card is more than guesswork, stripes of a shirt for instance."""
    sure = np.mean([glyph.prediction.confidence >= threshold for glyph in said.glyphs])
    if not is_clean and _is_column(said.text):
        return False
    is_text = is_clean and len(said.glyphs) >= _TEXT
    least = _LEAST_SURE_CLEAN if is_text else _LEAST_SURE
    is_mostly_sure = len(said.glyphs) == 1 or sure >= least
    return bool(said.legibility >= _GUESSWORK * threshold and is_mostly_sure)


def _is_column(text: str) -> bool:
    """Whether lone characters stand one under the other: people write in rows, while creases of a
    hand or the folds of an ear lie so.
    """
    lines = text.split("\n")
    return len(lines) > 1 and all(len(line) == 1 for line in lines)


def is_stray_bar(said: Said, quad: Quad, is_clean: bool = False) -> bool:
    """Whether a card in ``quad`` holds bars alone, and short ones: hair and straps look like that.

    A person who writes a 1 or an I on a card makes it taller than a third of the card.
    """
    if not {glyph.label for glyph in said.glyphs} <= _BARS:
        return False
    least = _LEAST_CLEAN_BAR if is_clean else _LEAST_BAR
    return max(_height(glyph.quad) for glyph in said.glyphs) < least * _height(quad)


def _height(quad: Quad) -> float:
    return float(np.linalg.norm(quad[[3, 2]] - quad[[0, 1]], axis=1).mean())


def text_of(told: Sequence[Said]) -> str:
    """Return the text of several cards, left to right, a space between them."""
    return " ".join(said.text for said in told if said.text)


def _glyph(
    alphabet: Alphabet,
    script: Script,
    final: NDArray[np.float32],
    index: int,
    threshold: float,
    is_lone: bool,
) -> Glyph:
    raw, row = script.probabilities[index], final[index]
    best = int(row.argmax())
    other = alternative(alphabet, raw if is_lone else row, best)
    if is_lone and other is not None:
        row = pooled(alphabet, raw, best)
    prediction = Prediction(alphabet.labels, row, threshold)
    first = int(raw.argmax())
    was_open = first != best or alternative(alphabet, raw, first) is not None
    is_settled = not is_lone and was_open and other is None
    return Glyph(script.quads[index], prediction, _label(prediction), is_settled, other)


def _label(prediction: Prediction) -> str:
    is_refused = prediction.confidence < _REFUSED_SHARE * prediction.threshold
    return REFUSED if is_refused else prediction.label


def _text(script: Script, glyphs: Sequence[Glyph]) -> str:
    text = ""
    for index, glyph in enumerate(glyphs):
        if index and script.rows[index] != script.rows[index - 1]:
            text += "\n"
        elif script.gaps[index]:
            text += " "
        text += glyph.label
    return text
