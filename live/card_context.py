"""Neighbours settle what a shape alone cannot: in a word O is a letter, in a number 0 a digit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_script import Probabilities

_TWINS = (("O", "0"), ("I", "1"), ("S", "5"), ("Z", "2"), ("B", "8"))
"""Characters that neighbours tell apart; the first two pairs are often the very same shape."""

_WORTH: Mapping[str, float] = {"O": 0.0, "I": 0.5}
"""How much of what the shape says between a letter and its look-alike is believed; else all.

Strangers' round O's are told as 0 with odds of 30 to 1 and their zeros as O: nets learn the forms
of one collection there, and it is worth nothing outside. A bar says little, an I with feet much.
"""

_STRAY = 0.02
"""How often a digit stands in a word, or a letter in a number: A4, R2D2."""

_LONE_DIGITS: Mapping[str, float] = {"0": 0.05, "1": 0.05, "2": 0.5, "5": 0.5, "8": 0.5}
"""What a digit that looks like a letter weighs where it stands alone; the letter is named first.

Of 300 lone letters of strangers 88 % come out as themselves with equal weights, 97 % with these.
A real lone 0 is told as "O or 0"; numbers have a recogniser of their own.
"""

_LEFT = 0.05
"""Share of a digit's probability that goes to its look-alike where only letters are left.

Were it all of it, every D that is partly taken for a 0 would become an O.
"""

_OWN_WEIGHT = 0.35
"""Share of a word's first guess, letters or digits, that does not come from the card's others."""

_DOUBT = 0.12
"""A lone glyph names its look-alike too where that has at least this share of the two."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Columns of a ``letter`` and a ``digit`` that look alike, and what shape is ``worth``, 0 to 1.

    At 0 the shape is taken to say nothing between the two, at 1 all that the network says.
    """

    letter: int
    digit: int
    worth: float


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """What is known of a recogniser's ``labels``: ``twins`` (k,) the column of each one's
    look-alike, or its own, which columns are digits (``is_digit`` (k,)), and the ``pairs`` of
    look-alikes.
    """

    labels: tuple[str, ...]
    twins: NDArray[np.intp]
    is_digit: NDArray[np.bool_]
    pairs: tuple[Pair, ...]

    @property
    def is_mixed(self) -> bool:
        """Whether it holds letters and digits both, so that neighbours can settle anything."""
        return bool(self.is_digit.any() and not self.is_digit.all())


def alphabet_of(labels: tuple[str, ...]) -> Alphabet:
    """Return the alphabet of a recogniser's labels."""
    column = {label: index for index, label in enumerate(labels)}
    pairs = tuple(
        Pair(column[letter], column[digit], _WORTH.get(letter, 1.0))
        for letter, digit in _TWINS
        if letter in column and digit in column
    )
    twins = np.arange(len(labels))
    for pair in pairs:
        twins[pair.letter], twins[pair.digit] = pair.digit, pair.letter
    return Alphabet(labels, twins, np.array([label.isdigit() for label in labels]), pairs)


def evened(alphabet: Alphabet, probabilities: Probabilities) -> Probabilities:
    """Return probabilities (n, k) with each pair's sum shared anew, by what the shape is worth."""
    shared = probabilities.copy()
    for pair in alphabet.pairs:
        letter, digit = (np.maximum(probabilities[:, c], 1e-6) for c in (pair.letter, pair.digit))
        part = letter**pair.worth / (letter**pair.worth + digit**pair.worth)
        both = probabilities[:, pair.letter] + probabilities[:, pair.digit]
        shared[:, pair.letter], shared[:, pair.digit] = both * part, both * (1 - part)
    return shared


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
    even = evened(alphabet, probabilities)
    if len(probabilities) == 1:
        even *= np.array([_LONE_DIGITS.get(label, 1.0) for label in alphabet.labels], np.float32)
    fit = np.stack([even @ part for part in (alphabet.is_digit, ~alphabet.is_digit)], axis=1)
    if len(probabilities) > 1:
        fit = fit * _leanings(fit, words)
    fit /= fit.sum(axis=1, keepdims=True)
    digits = _among(alphabet, probabilities, alphabet.is_digit)
    letters = _among(alphabet, probabilities, ~alphabet.is_digit)
    return (fit[:, :1] * digits + fit[:, 1:] * letters).astype(np.float32)


def _leanings(fit: Probabilities, words: NDArray[np.intp]) -> Probabilities:
    """How likely each glyph (n, 2) is to be a digit and a letter, going by its neighbours.

    ``fit`` (n, 2) are the shares its own shape gives to digits and to letters.
    """
    stray = np.array([[1 - _STRAY, _STRAY], [_STRAY, 1 - _STRAY]])
    loud = np.log(np.maximum(fit @ stray, 1e-6))
    odds = np.bincount(words, loud[:, 0] - loud[:, 1])
    lean = (1 - _OWN_WEIGHT) * np.tanh((odds.sum() - odds) / 2)
    prior = np.log((1 + lean) / (1 - lean))
    is_number = 1.0 / (1.0 + np.exp(-np.clip(odds + prior, -30, 30)))  # (words,)
    return np.asarray(np.stack([is_number, 1 - is_number], axis=1)[words] @ stray, np.float32)


def _among(
    alphabet: Alphabet, probabilities: Probabilities, is_asked: NDArray[np.bool_]
) -> Probabilities:
    """Probabilities (n, k) of a glyph that is known to be one of the columns asked for."""
    own = probabilities * is_asked
    for pair in alphabet.pairs:
        asked, other = pair.letter, pair.digit
        if is_asked[other]:
            asked, other = other, asked
        own[:, asked] += _LEFT * probabilities[:, other]
    return np.asarray(own / np.maximum(own.sum(axis=1, keepdims=True), 1e-9), np.float32)


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
