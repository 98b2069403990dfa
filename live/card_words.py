"""A row's letters weighed by their neighbours: as a word, like a word, or as any letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.words import ALPHABET, LONGEST, Words, shipped_words
from glyphcam.live.words_letters import BORDER, Letters, letters_of

Shares26 = NDArray[np.float64]
"""(n, 26) float64, a row a glyph: how likely it is to be each letter A to Z."""

SHORTEST = 3
"""Two letters are initials as often as a word."""

_FLOOR = 0.01
"""No letter is impossible, whatever a network says of a stranger's pen; shared by all 26."""

_FAR = 14.0
"""Words so much less likely than the likeliest, natural logarithm, count for nothing."""

_SOFTEN = 0.8
"""A network's odds between two letters are believed to this power: frames and views of the same
pen are not independent witnesses.
"""


@dataclass(frozen=True, slots=True)
class RowShares:
    """How much of what is written is a word of the list, letters as they follow each other in
    words (names), and any letters at all (codes); they sum to 1.

    Codes get far more than their due: a word of five letters wins all the same, by a hundred to one
    where both fit, while of 60 strings of any letters none came out worse; with half for the list
    four did.
    """

    listed: float = 0.04
    alike: float = 0.01
    anything: float = 0.95


SHARES = RowShares()


@dataclass(frozen=True, eq=False)
class RowPrior:
    """Weighs the letters of a row by ``words`` and by ``letters``, how they follow each other."""

    words: Words
    letters: Letters
    shares: RowShares = SHARES

    def weighed(self, seen: Shares26) -> Shares26:
        """Return how likely each glyph (n, 26) is to be each letter, its neighbours considered.

        ``seen`` (n, 26), rows that sum to 1, is what their shapes alone say.
        """
        if not SHORTEST <= len(seen) <= LONGEST:
            return seen
        shown = _shown(seen)
        free = len(seen) * -np.log(len(ALPHABET))
        listed, of_list = self._listed(shown)
        alike, of_alike = self._alike(shown)
        logs = np.log([self.shares.listed, self.shares.alike, self.shares.anything])
        worth = np.exp(logs + np.array([listed - free, alike - free, 0.0]))
        worth /= worth.sum()
        return np.asarray(worth[0] * of_list + worth[1] * of_alike + worth[2] * seen)

    def likeness(self, seen: Shares26) -> float:
        """Return how much better than any letters at all the list explains a row (n, 26).

        Natural logarithm, at least 0; what is too short or too long to tell is 0.
        """
        if not SHORTEST <= len(seen) <= LONGEST:
            return 0.0
        listed, _ = self._listed(_shown(seen))
        gain = listed + len(seen) * np.log(len(ALPHABET))
        return float(np.logaddexp(0.0, gain))

    def holds(self, text: str) -> bool:
        """Return whether ``text``, capital letters, is a word of the list."""
        return text in self._texts

    def _listed(self, shown: Shares26) -> tuple[float, Shares26]:
        """How well words of the list explain a row, natural logarithm, and its letters if so."""
        codes, log_prior = self._by_length[len(shown)]
        if not len(codes):
            return -np.inf, shown
        scores = log_prior.copy()
        for logs, code in zip(np.log(shown), codes, strict=True):
            scores += logs[code]
        most = float(scores.max())
        near = np.flatnonzero(scores > most - _FAR)  # mostly a dozen of some thousands
        weights = np.exp(scores[near] - most)
        total = float(weights.sum())
        rows = [np.bincount(code[near], weights, len(ALPHABET)) / total for code in codes]
        return most + np.log(total), np.stack(rows)

    def _alike(self, shown: Shares26) -> tuple[float, Shares26]:
        """The same of letters that follow each other as in words: forward, then backward."""
        follow = self._follow
        size = len(ALPHABET)
        state = np.zeros((size + 1, size + 1))
        state[BORDER, BORDER] = 1.0
        before, scale = [state], 0.0
        for row in shown:  # states are the last two letters
            grown = np.einsum("ab,abc->bc", state, follow) * row
            total = float(grown.sum())
            scale += np.log(total)
            state = np.zeros((size + 1, size + 1))
            state[:, :size] = grown / total
            before.append(state)
        after = np.ones((size + 1, size + 1))
        letters = np.empty_like(shown)
        for index in range(len(shown) - 1, -1, -1):
            letters[index] = (before[index + 1] * after)[:, :size].sum(axis=0)
            after = np.einsum("abc,bc->ab", follow, after[:, :size] * shown[index])
        return scale, letters / letters.sum(axis=1, keepdims=True)

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(self.words.texts)

    @cached_property
    def _follow(self) -> NDArray[np.float64]:
        return np.exp(self.letters.log_next.astype(np.float64))

    @cached_property
    def _by_length(self) -> dict[int, tuple[NDArray[np.intp], NDArray[np.float64]]]:
        """Of each length the words' letters (length, m) and their shares' logarithms (m,)."""
        shelves = {}
        for length in range(SHORTEST, LONGEST + 1):
            own = self.words.lengths == length
            codes = self.words.codes[own, :length].T.astype(np.intp)
            prior = self.words.log_prior[own].astype(np.float64)
            shelves[length] = (codes, prior - np.log(max(np.exp(prior).sum(), 1e-300)))
        return shelves


def _shown(seen: Shares26) -> Shares26:
    """What shapes say, no letter impossible and odds softened."""
    shown = ((1 - _FLOOR) * seen + _FLOOR / len(ALPHABET)) ** _SOFTEN
    return np.asarray(shown / shown.sum(axis=1, keepdims=True))


def weighed_by_word(
    prior: RowPrior,
    labels: Sequence[str],
    probabilities: NDArray[np.float32],
    words: NDArray[np.intp],
) -> NDArray[np.float32]:
    """Return probabilities (n, k) of ``labels``, those of each word's letters weighed together.

    ``words`` (n,) numbers each glyph's word. What holds a digit is weighed as far as that is open.
    """
    columns = np.array([labels.index(letter) for letter in ALPHABET], np.intp)
    final = probabilities.copy()
    for own, seen, whole in _rows(columns, probabilities, words):
        weighed = np.zeros((len(own), len(labels)))
        weighed[:, columns] = prior.weighed(seen)
        final[own] = (1 - whole) * probabilities[own] + whole * weighed
    return final


def wordlikeness(
    prior: RowPrior,
    labels: Sequence[str],
    probabilities: NDArray[np.float32],
    words: NDArray[np.intp],
) -> float:
    """Return how much better the list explains a card's words than any letters at all, log."""
    columns = np.array([labels.index(letter) for letter in ALPHABET], np.intp)
    rows = _rows(columns, probabilities, words)
    return sum(whole * prior.likeness(seen) for _, seen, whole in rows)


def _rows(
    columns: NDArray[np.intp], probabilities: NDArray[np.float32], words: NDArray[np.intp]
) -> Iterator[tuple[NDArray[np.intp], Shares26, float]]:
    """Each word's glyphs, what they say of letters, and how likely all of them are letters."""
    for word in np.unique(words):
        own = np.flatnonzero(words == word)
        letters = probabilities[np.ix_(own, columns)].astype(np.float64)
        mass = letters.sum(axis=1, keepdims=True)
        yield own, letters / np.maximum(mass, 1e-9), float(mass.prod())


@cache
def shipped_prior() -> RowPrior:
    """Return the prior of the shipped word list; it takes a tenth of a second to load."""
    words = shipped_words()
    return RowPrior(words, letters_of(words))


def prior_of(labels: Sequence[str]) -> RowPrior | None:
    """Return the prior for a recogniser of these labels, None where it reads no letters."""
    return shipped_prior() if set(ALPHABET) <= set(labels) else None
