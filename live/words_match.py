"""Words compared with signs: for every word of a list, how well it explains what was signed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.words import LONGEST, Words

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """One sign that was seen: ``logs`` (26,) of each letter, ``junk`` of its being none."""

    logs: FloatArray
    junk: float


NO_SIGN = Sign(np.full(26, -np.log(26), np.float32), 0.0)
"""Nothing is known of it."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Natural logarithms of what goes wrong between a word and its signs."""

    double: float = -0.7
    """A double letter was seen once."""
    missed: float = -7.0
    """A letter was not seen at all."""
    unfinished: float = -0.25
    """For each letter of a suggested word that is still to come."""
    ahead: float = -1.5
    """A suggested word goes on at all."""


SLIPS = Slips()
_NEVER = np.float32(-1e6)


class WordMatch:
    """Scores (n,) of a list's words, one sign after another; signs can be taken back."""

    def __init__(self, words: Words, slips: Slips = SLIPS) -> None:
        self._words = words
        self._slips = slips
        codes = words.codes
        self._letters = np.where(codes < 0, 26, codes).T.astype(np.intp)  # (LONGEST, n)
        twins = np.zeros(codes.shape, np.bool_)
        twins[:, 1:] = (codes[:, 1:] == codes[:, :-1]) & (codes[:, 1:] >= 0)
        self._twins = np.where(twins.T, np.float32(slips.double), _NEVER)
        self._to_come = _to_come(words, slips)
        self.clear()

    def clear(self) -> None:
        """A new word begins."""
        first = np.full((LONGEST + 1, len(self._words.lengths)), _NEVER, np.float32)
        first[0] = 0
        self._columns = [_missed(first, self._slips.missed)]

    def drop(self) -> None:
        """Take the last sign back."""
        if len(self._columns) > 1:
            self._columns.pop()

    def add(self, sign: Sign) -> None:
        """Take one more sign in: letters j of each word explained after it, (LONGEST + 1, n)."""
        old = self._columns[-1]
        logs = np.append(sign.logs, _NEVER).astype(np.float32)[self._letters]  # (LONGEST, n)
        new = old + np.float32(sign.junk)
        np.maximum(new[1:], old[:-1] + logs, out=new[1:])
        np.maximum(new[2:], old[:-2] + logs[1:] + self._twins[1:], out=new[2:])
        self._columns.append(_missed(new, self._slips.missed))

    @property
    def signs(self) -> int:
        """How many signs have been taken in."""
        return len(self._columns) - 1

    def whole(self) -> FloatArray:
        """Return for each word (n,) how well it explains all signs, and is over."""
        lengths = self._words.lengths
        scores: FloatArray = self._columns[-1][lengths, np.arange(len(lengths))]
        return scores + self._words.log_prior

    def begun(self) -> FloatArray:
        """Return for each word (n,) how well a beginning of it, or all, explains the signs."""
        best: FloatArray = (self._columns[-1] + self._to_come).max(axis=0)
        return best + self._words.log_prior


def _to_come(words: Words, slips: Slips) -> FloatArray:
    """Return (LONGEST + 1, n) what it costs a word that so many of its letters were signed."""
    rest = words.lengths[None] - np.arange(LONGEST + 1)[:, None]
    costs = np.where(rest > 0, slips.ahead + slips.unfinished * rest, 0)
    return np.where(rest >= 0, costs, _NEVER).astype(np.float32)


def _missed(column: FloatArray, cost: float) -> FloatArray:
    """Let one letter after another be missed, at ``cost`` each."""
    for letter in range(1, len(column)):
        np.maximum(column[letter], column[letter - 1] + np.float32(cost), out=column[letter])
    return column
