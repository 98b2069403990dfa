"""Neighbours settle what a shape alone cannot: in a word O is a letter, in a number 0 a digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_script import Probabilities

_TWINS = (("O", "0"), ("I", "1"), ("S", "5"), ("Z", "2"), ("B", "8"))
"""Characters that neighbours tell apart; the first two pairs are often the very same shape."""

_STRAY = 0.02
"""How often a digit stands in a word, or a letter in a number: A4, R2D2."""

_LONE_DIGITS: Mapping[str, float] = {"0": 0.05, "1": 0.05, "2": 0.5, "5": 0.5, "8": 0.5}
"""What a digit that looks like a letter weighs where it stands alone; the letter is named first.

Of 300 lone letters of strangers 88 % come out as themselves with equal weights, 97 % with these.
A real lone 0 is told as "O or 0"; numbers have a recogniser of their own.
"""

_OWN_WEIGHT = 0.35
"""Share of a word's first guess, letters or digits, that does not come from the card's others."""

_DOUBT = 0.12
"""A lone glyph names its look-alike too where that has at least this share of the two."""


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """What is known of a recogniser's ``labels``: ``twins`` (k,) the column of each one's
    look-alike, or its own, and which columns are digits (``is_digit`` (k,)).
    """

    labels: tuple[str, ...]
    twins: NDArray[np.intp]
    is_digit: NDArray[np.bool_]

    @property
    def is_mixed(self) -> bool:
        """Whether it holds letters and digits both, so that neighbours can settle anything."""
        return bool(self.is_digit.any() and not self.is_digit.all())


def alphabet_of(labels: tuple[str, ...]) -> Alphabet:
    """Return the alphabet of a recogniser's labels."""
    column = {label: index for index, label in enumerate(labels)}
    twins = np.arange(len(labels))
    for one, other in _TWINS:
        if one in column and other in column:
            twins[column[one]], twins[column[other]] = column[other], column[one]
    return Alphabet(labels, twins, np.array([label.isdigit() for label in labels]))


def settled(
    alphabet: Alphabet, probabilities: Probabilities, words: NDArray[np.intp]
) -> Probabilities:
    """Return probabilities (n, k) given that most words are all letters or all digits.

    ``words`` (n,) numbers each glyph's word. Each word's own glyphs say which it is, and so, less
    loudly, do the card's other words. A lone character is taken for a letter rather than a digit
    where its shape leaves both open.
    """
    if not alphabet.is_mixed or not len(probabilities):
        return probabilities
    if len(probabilities) == 1:
        weighted = probabilities * [_LONE_DIGITS.get(label, 1.0) for label in alphabet.labels]
        return (weighted / weighted.sum()).astype(np.float32)
    weights = np.where(alphabet.is_digit, [[1 - _STRAY], [_STRAY]], [[_STRAY], [1 - _STRAY]])
    fit = np.log(np.maximum(probabilities @ weights.T, 1e-6))  # (n, 2) as in digits, as in letters
    odds = np.bincount(words, fit[:, 0] - fit[:, 1])
    result = np.empty_like(probabilities)
    for word in range(len(odds)):
        others = float(odds.sum() - odds[word])
        lean = (1 - _OWN_WEIGHT) * np.tanh(others / 2)
        prior = np.log((1 + lean) / (1 - lean))
        digits = 1.0 / (1.0 + np.exp(-np.clip(odds[word] + prior, -30, 30)))
        mix = digits * weights[0] + (1 - digits) * weights[1]
        own = probabilities[words == word] * mix
        result[words == word] = own / own.sum(axis=1, keepdims=True)
    return result.astype(np.float32)


def alternative(alphabet: Alphabet, row: NDArray[np.float32], best: int) -> str | None:
    """Return column ``best``'s look-alike if probabilities ``row`` (k,) leave it standing."""
    twin = int(alphabet.twins[best])
    if twin == best or row[twin] < _DOUBT * (row[twin] + row[best]):
        return None
    return alphabet.labels[twin]


def pooled(alphabet: Alphabet, row: NDArray[np.float32], best: int) -> NDArray[np.float32]:
    """Return ``row`` (k,) with column ``best`` holding its look-alike's share as well."""
    twin = int(alphabet.twins[best])
    shared = row.copy()
    if twin != best:
        shared[best], shared[twin] = row[best] + row[twin], 0.0
    return shared
