"""One word out of its signs: of a list if that explains them best, else as letters follow letters.

Three explanations compete, each with its share of what people spell: a word of the list, letters
that follow each other as letters do in words (names), and any letters at all (codes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glyphcam.live.words import Words
from glyphcam.live.words_letters import Letters, letters_of
from glyphcam.live.words_match import SLIPS, Sign, Slips, WordMatch
from glyphcam.live.words_strings import Guess, StringBeam

MOST = 3
"""So many words are suggested."""

CERTAIN = 1.0
"""A word that explains its signs so much better than anything else is certain: of 220 words spelled
by unseen people about 200 are, and none of these was another word."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of what is spelled is of the list, like words, and anything.

    Codes and initials get more than their due: a word of the list wins all the same, while a
    string that is none is to come out no worse than it was read.
    """

    listed: float = 0.10
    like_words: float = 0.05
    anything: float = 0.85
    going_on: float = 0.12
    """That a string that is no word ends after any of its letters."""


SHARES = Shares()


class WordDecoder:
    """Reads one word, a sign at a time."""

    def __init__(
        self,
        words: Words,
        letters: Letters | None = None,
        slips: Slips = SLIPS,
        shares: Shares = SHARES,
    ) -> None:
        """``letters`` are counted in ``words`` where they are not given."""
        self._words = words
        self._shares = shares
        self._match = WordMatch(words, slips)
        self._alike = StringBeam(letters or letters_of(words), slips)
        self._free = StringBeam(None, slips)

    def clear(self) -> None:
        """A new word begins."""
        for part in (self._match, self._alike, self._free):
            part.clear()

    def drop(self) -> None:
        """Take the last sign back."""
        for part in (self._match, self._alike, self._free):
            part.drop()

    def add(self, sign: Sign) -> None:
        """Take one more sign in."""
        for part in (self._match, self._alike, self._free):
            part.add(sign)

    @property
    def signs(self) -> int:
        """How many signs have been taken in."""
        return self._match.signs

    def best(self) -> str:
        """Return the likeliest word, taken to be over."""
        if not self._match.signs:
            return ""
        return max(self._explanations(), key=lambda guess: guess.score).text

    def certain(self) -> str | None:
        """Return the word of the list that was spelled, a letter a sign; None while in doubt."""
        if not self._match.signs:
            return None
        listed, alike, free = self._explanations()
        whole = self._match.whole()
        second = float(np.partition(whole, -2)[-2]) if len(whole) > 1 else -np.inf
        others = max(second + float(np.log(self._shares.listed)), alike.score, free.score)
        is_whole = len(listed.text) == self._match.signs
        return listed.text if is_whole and listed.score - others >= CERTAIN else None

    def suggestions(self) -> tuple[str, ...]:
        """Return the likeliest words that begin, or are, as was signed; at most MOST."""
        if not self._match.signs:
            return ()
        scores = self._match.begun()
        count = min(MOST, len(scores))
        leaders = np.argpartition(-scores, count - 1)[:count]
        ordered = leaders[np.argsort(-scores[leaders])]
        return tuple(self._words.texts[place] for place in ordered)

    def _explanations(self) -> tuple[Guess, Guess, Guess]:
        whole, shares = self._match.whole(), self._shares
        place = int(whole.argmax())
        listed = Guess(self._words.texts[place], float(whole[place]) + float(np.log(shares.listed)))
        alike = self._ended(self._alike.best(), shares.like_words)
        return listed, alike, self._ended(self._free.best(), shares.anything)

    def _ended(self, guess: Guess, share: float) -> Guess:
        """Return a string's guess with the price of its length."""
        going, ended = np.log(1 - self._shares.going_on), np.log(self._shares.going_on)
        return Guess(guess.text, guess.score + len(guess.text) * going + ended + np.log(share))
