"""The desk where spelling happens: readings come in, keys are obeyed, the text grows."""

from __future__ import annotations

from typing import Protocol

from glyphcam.live.reading import Reading
from glyphcam.live.spell_gesture import GestureWatch
from glyphcam.live.spell_rule import DELETE, RULE, Look, SpellRule
from glyphcam.live.spell_slide import SlideWatch
from glyphcam.live.spell_state import Spelling
from glyphcam.live.spell_text import (
    NO_TEXT,
    SpellText,
    with_last,
    with_letter,
    with_line_ended,
    with_space,
    with_word,
    without_last,
)
from glyphcam.live.speller import Heed, Speller

FLASH_S = 0.5
"""How long what was added is shown as new."""


class Suggester(Protocol):
    """Offers words for the one that is being spelled."""

    def add(self, letter: str, reading: Reading) -> None:
        """One more letter, and what its sign might have been."""
        ...

    def drop(self) -> None:
        """The last letter is gone."""
        ...

    def clear(self) -> None:
        """A new word begins."""
        ...

    def words(self) -> tuple[str, ...]:
        """Return at most three words, likeliest first."""
        ...


class SpellDesk:
    """Holds the text of one run; times are on the source's clock."""

    def __init__(self, rule: SpellRule = RULE, suggester: Suggester | None = None) -> None:
        self._speller = Speller(rule)
        self._gesture = GestureWatch()
        self._slide = SlideWatch()
        self._slid_run = -1
        self._suggester = suggester
        self.suggestions: tuple[str, ...] = ()
        self._flash: str | None = None
        self._flash_until_s = float("-inf")
        self.text = NO_TEXT

    def take(self, reading: Reading, seconds: float) -> Spelling:
        """Take one frame's reading in; return what there is to show."""
        hand = None if reading.region is None else reading.region.hand
        is_deleting = self._gesture.update(hand, seconds)
        heed = self._speller.hear(_look(reading, seconds, is_deleting))
        self._heed_slide(reading, seconds)
        if heed is not None:
            self._obey(heed, reading, seconds)
        held = self._speller.held
        return Spelling(
            self.text,
            None if held is None else held.label,
            0.0 if held is None else held.share,
            self.suggestions,
            self._flash if seconds < self._flash_until_s else None,
        )

    def delete(self) -> None:
        """Take the last letter back, as the gesture and the key do."""
        had_word = bool(self.text.word)
        self.text = without_last(self.text)
        if self._suggester is not None:
            if had_word:
                self._suggester.drop()
            else:
                self._suggester.clear()
        self._suggest()

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

    def _obey(self, heed: Heed, reading: Reading, seconds: float) -> None:
        run = self._speller.run
        if heed is Heed.SPACE:
            self._begin_word(with_space(self.text))
        elif heed is Heed.DELETE:
            self.delete()
            self._show_new(DELETE, seconds)
        elif run is not None:
            self._add(run.label, reading, heed is Heed.MOVED)
            self._show_new(run.label, seconds)

    def _add(self, letter: str, reading: Reading, is_in_place: bool) -> None:
        self.text = (with_last if is_in_place else with_letter)(self.text, letter)
        if self._suggester is not None:
            if is_in_place:
                self._suggester.drop()
            self._suggester.add(letter, reading)
        self._suggest()

    def _begin_word(self, text: SpellText) -> None:
        self.text = text
        if self._suggester is not None:
            self._suggester.clear()
        self._suggest()

    def _suggest(self) -> None:
        self.suggestions = () if self._suggester is None else self._suggester.words()

    def _show_new(self, label: str, seconds: float) -> None:
        self._flash, self._flash_until_s = label, seconds + FLASH_S

    def _heed_slide(self, reading: Reading, seconds: float) -> None:
        """A slide doubles the letter that is held, once that has been committed."""
        run, region = self._speller.run, reading.region
        if run is None or not run.is_open or region is None or region.hand is None:
            self._slide.forget()
            return
        if run.number != self._slid_run:
            self._slide.forget()
            self._slid_run = run.number
        held = self._speller.held
        if self._slide.update(region.hand, seconds) and held is not None and held.share >= 1:
            self._speller.again(seconds)


def _look(reading: Reading, seconds: float, is_deleting: bool) -> Look:
    steady = reading.steady
    if is_deleting:
        return Look(seconds, DELETE, DELETE, 1.0)
    if steady is None:
        return Look(seconds, None, is_seen=reading.region is not None)
    return Look(
        seconds,
        None if steady.is_unsure else steady.label,
        None if reading.raw is None else reading.raw.label,
        steady.confidence,
    )
