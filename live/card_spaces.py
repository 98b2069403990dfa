"""Spaces seen inside a word whose letters stand unevenly, taken back where the list says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_script import Script
from glyphcam.live.card_words import SHORTEST, RowPrior, weighed_by_word
from glyphcam.live.words import LONGEST


def mended(
    prior: RowPrior, labels: Sequence[str], probabilities: NDArray[np.float32], script: Script
) -> Script:
    """Return ``script`` without the gaps that part a word of the list into what are not two.

    ``probabilities`` (n, k) of ``labels`` are its glyphs', digits and letters settled. M IT is MIT
    and DA LE is DALE, while RED FOX and TO DAY, two words each, stay as they were spaced.
    """
    gaps = script.gaps.copy()
    for index in np.flatnonzero(gaps):
        words = replace(script, gaps=gaps).words
        if not index or script.rows[index] != script.rows[index - 1]:
            continue
        before, after = (np.flatnonzero(words == words[at]) for at in (index - 1, index))
        whole = np.concatenate([before, after])
        if not SHORTEST <= len(whole) <= LONGEST:
            continue
        is_word, *is_half = (
            prior.holds(_text(prior, labels, probabilities[own])) for own in (whole, before, after)
        )
        gaps[index] = not is_word or all(is_half)
    return script if np.array_equal(gaps, script.gaps) else replace(script, gaps=gaps)


def _text(prior: RowPrior, labels: Sequence[str], probabilities: NDArray[np.float32]) -> str:
    """What glyphs (n, k) say as one word."""
    one_word = np.zeros(len(probabilities), np.intp)
    weighed = weighed_by_word(prior, labels, probabilities, one_word)
    return "".join(labels[best] for best in weighed.argmax(axis=1))
