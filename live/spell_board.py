"""The board: the text, the words that are suggested for it, and what changes either."""

from __future__ import annotations

from dataclasses import dataclass

from glyphcam.live.spell_habits import Habits, Shares
from glyphcam.live.spell_text import (
    NO_TEXT,
    SpellText,
    with_best,
    with_last,
    with_letter,
    with_line_ended,
    with_space,
    with_word,
    without_last,
)
from glyphcam.live.words_decode import WordDecoder
from glyphcam.live.words_match import Sign
from glyphcam.live.words_signs import is_likely

FLASH_S = 0.5
"""How long what was added is shown as new."""


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """What stands behind one letter: its sign, and what the network answered to it."""

    sign: Sign
    shares: Shares | None


class SpellBoard:
    """Holds the text of one run. Signs stand behind the letters, to suggest words by.

    Without a ``decoder`` nothing is suggested. With ``is_understood`` the word is shown as the
    decoder understands it, else letter by letter as it was read. With ``habits`` words that are
    certain, or chosen, teach how this person shows their letters.
    """

    def __init__(
        self,
        decoder: WordDecoder | None = None,
        is_understood: bool = False,
        habits: Habits | None = None,
    ) -> None:
        self.habits = habits
        self._decoder = decoder
        self._written: list[_Written] = []
        self._is_understood = is_understood and decoder is not None
        self._flash: str | None = None
        self._flash_until_s = float("-inf")
        self.suggestions: tuple[str, ...] = ()
        self.text: SpellText = NO_TEXT

    def add(
        self, letter: str, sign: Sign, is_in_place: bool = False, shares: Shares | None = None
    ) -> None:
        """Write one more letter, in the last one's place where that only led into it.

        ``shares`` (k,) are the network's own answer to it, where it may be learned.
        """
        self.text = (with_last if is_in_place else with_letter)(self.text, letter)
        if is_in_place and self._written:
            self._written.pop()
        self._written.append(_Written(sign, shares))
        if self._decoder is not None:
            if is_in_place:
                self._decoder.drop()
            self._decoder.add(sign)
        self._renew()

    def space(self) -> None:
        """Finish the word; where it is certain which it was, its letters are learned."""
        self._learn_certain()
        self._begin_word(with_space(self.text))

    def delete(self) -> None:
        """Take the last letter back; between two words the last one is opened again."""
        is_letter = bool(self.text.raw)
        self.text = without_last(self.text)
        if self._written:
            self._written.pop()
        elif self.habits is not None and not is_letter:
            self.habits.forget_word()
        if self._decoder is not None:
            if is_letter:
                self._decoder.drop()
            else:
                self._decoder.clear()
        self._renew()

    def choose(self, place: int) -> str | None:
        """Take the suggestion at ``place`` (0 to 2); return it, None where there is none."""
        if place >= len(self.suggestions):
            return None
        word = self.suggestions[place]
        self._learn(word[: len(self._written)])
        self._begin_word(with_word(self.text, word))
        return word

    def end_line(self) -> None:
        """Begin a new line; the old one stays above it."""
        self._learn_certain()
        self._begin_word(with_line_ended(self.text))

    def show_new(self, label: str, seconds: float) -> None:
        """Let what was just added be seen as new for a moment."""
        self._flash, self._flash_until_s = label, seconds + FLASH_S

    def flash_at(self, seconds: float) -> str | None:
        """Return what is to be seen as new."""
        return self._flash if seconds < self._flash_until_s else None

    def _learn_certain(self) -> None:
        is_known = len(self._written) == len(self.text.raw)  # no word that was opened again
        if self._decoder is not None and is_known and self._decoder.signs == len(self._written):
            self._learn(self._decoder.certain() or "")

    def _learn(self, word: str) -> None:
        """Let ``word`` teach its letters, sign by sign, unless one of them is most unlikely."""
        written = self._written
        if self.habits is None or not word or len(word) != len(written):
            return
        if all(is_likely(each.sign, c) for each, c in zip(written, word, strict=True)):
            self.habits.learn(word, [each.shares for each in written])

    def _begin_word(self, text: SpellText) -> None:
        self.text, self._written = text, []
        if self._decoder is not None:
            self._decoder.clear()
        self._renew()

    def _renew(self) -> None:
        if self._decoder is None:
            return
        self.suggestions = self._decoder.suggestions()
        if self._is_understood and self.text.raw and self._decoder.signs == len(self.text.raw):
            self.text = with_best(self.text, self.text.raw, self._decoder.best())
