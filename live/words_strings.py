"""Strings compared with signs: names and unknown words, by what letters follow each other."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from glyphcam.live.words import ALPHABET
from glyphcam.live.words_letters import BORDER, Letters
from glyphcam.live.words_match import SLIPS, Sign, Slips

WIDTH = 24
"""How many beginnings are followed."""

_LIKELIEST = 6
"""How many letters of each sign are tried."""

_ANY = -math.log(len(ALPHABET))


@dataclass(frozen=True, slots=True)
class Guess:
    """Letters and how well they explain the signs, natural logarithm, prior included."""

    text: str
    score: float


class StringBeam:
    """Follows the likeliest letters, one sign after another; signs can be taken back.

    Without ``letters`` any letter is as likely after any other.
    """

    def __init__(self, letters: Letters | None = None, slips: Slips = SLIPS) -> None:
        self._letters = letters
        self._slips = slips
        self.clear()

    def clear(self) -> None:
        """A new word begins."""
        self._beams: list[Mapping[str, float]] = [{"": 0.0}]

    def drop(self) -> None:
        """Take the last sign back."""
        if len(self._beams) > 1:
            self._beams.pop()

    def add(self, sign: Sign) -> None:
        """Take one more sign in."""
        tried = [int(code) for code in np.argsort(-sign.logs)[:_LIKELIEST]]
        grown: dict[str, float] = {}
        for text, score in self._beams[-1].items():
            _keep(grown, text, score + sign.junk)
            for code in tried:
                after = text + ALPHABET[code]
                worth = score + float(sign.logs[code]) + self._follows(text, code)
                _keep(grown, after, worth)
                twice = worth + self._slips.double + self._follows(after, code)
                _keep(grown, after + ALPHABET[code], twice)
        best = sorted(grown.items(), key=lambda item: -item[1])[:WIDTH]
        self._beams.append(dict(best))

    def best(self) -> Guess:
        """Return the likeliest letters."""
        text, score = max(self._beams[-1].items(), key=lambda item: item[1])
        return Guess(text, score)

    def _follows(self, text: str, code: int) -> float:
        if self._letters is None:
            return _ANY
        before = [BORDER, BORDER, *(ord(c) - ord("A") for c in text[-2:])][-2:]
        return float(self._letters.log_next[before[0], before[1], code])


def _keep(grown: dict[str, float], text: str, score: float) -> None:
    if score > grown.get(text, -math.inf):
        grown[text] = score
