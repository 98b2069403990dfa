"""The board: the text, the words that are suggested for it, and what changes either."""

from __future__ import annotations

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

FLASH_S = 0.5
"""How long what was added is shown as new."""


class SpellBoard:
    """Holds the text of one run. Signs stand behind the letters, to suggest words by.

    Without a ``decoder`` nothing is suggested. With ``is_understood`` the word is shown as the
    decoder understands it, else letter by letter as it was read.
    """

    def __init__(self, decoder: WordDecoder | None = None, is_understood: bool = False) -> None:
        self._decoder = decoder
        self._is_understood = is_understood and decoder is not None
        self._flash: str | None = None
        self._flash_until_s = float("-inf")
        self.suggestions: tuple[str, ...] = ()
        self.text: SpellText = NO_TEXT

    def add(self, letter: str, sign: Sign, is_in_place: bool = False) -> None:
        """Write one more letter, in the last one's place where that only led into it."""
        self.text = (with_last if is_in_place else with_letter)(self.text, letter)
        if self._decoder is not None:
            if is_in_place:
                self._decoder.drop()
            self._decoder.add(sign)
        self._renew()

    def space(self) -> None:
        """Finish the word."""
        self._begin_word(with_space(self.text))

    def delete(self) -> None:
        """Take the last letter back; between two words the last one is opened again."""
        is_letter = bool(self.text.raw)
        self.text = without_last(self.text)
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
        self._begin_word(with_word(self.text, word))
        return word

    def end_line(self) -> None:
        """Begin a new line; the old one stays above it."""
        self._begin_word(with_line_ended(self.text))

    def show_new(self, label: str, seconds: float) -> None:
        """Let what was just added be seen as new for a moment."""
        self._flash, self._flash_until_s = label, seconds + FLASH_S

    def flash_at(self, seconds: float) -> str | None:
        """Return what is to be seen as new."""
        return self._flash if seconds < self._flash_until_s else None

    def _begin_word(self, text: SpellText) -> None:
        self.text = text
        if self._decoder is not None:
            self._decoder.clear()
        self._renew()

    def _renew(self) -> None:
        if self._decoder is None:
            return
        self.suggestions = self._decoder.suggestions()
        if self._is_understood and self.text.raw and self._decoder.signs == len(self.text.raw):
            self.text = with_best(self.text, self.text.raw, self._decoder.best())
