"""The desks where readings become text: by holding each letter, or as they flow."""

from __future__ import annotations

from typing import Protocol

from glyphcam.live.reading import Reading
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_gesture import GestureWatch
from glyphcam.live.spell_habits import Shares
from glyphcam.live.spell_rule import DELETE, MOVING, RULE, SURELY, Look, SpellRule
from glyphcam.live.spell_runs import Run
from glyphcam.live.spell_slide import SlideWatch
from glyphcam.live.spell_state import Spelling
from glyphcam.live.speller import Heed, Speller
from glyphcam.live.words_confusions import Confusions
from glyphcam.live.words_match import NO_SIGN
from glyphcam.live.words_signs import held_sign


class SpellDesk(Protocol):
    """Takes readings in; the text grows on its board."""

    board: SpellBoard

    def take(self, reading: Reading, seconds: float) -> Spelling:
        """Take one frame's reading in; return what there is to show."""
        ...


class HoldDesk:
    """Writes each letter that is held long enough; times are on the source's clock."""

    def __init__(
        self, board: SpellBoard, rule: SpellRule = RULE, confusions: Confusions | None = None
    ) -> None:
        self.board = board
        self._speller = Speller(rule)
        self._gesture = GestureWatch()
        self._slide = SlideWatch()
        self._slid_run = -1
        self._confusions = confusions

    def take(self, reading: Reading, seconds: float) -> Spelling:
        """Take one frame's reading in; return what there is to show."""
        hand = None if reading.region is None else reading.region.hand
        is_deleting = self._gesture.update(hand, seconds)
        heed = self._speller.hear(look_of(reading, seconds, is_deleting))
        self._heed_slide(reading, seconds)
        if heed is not None:
            self._obey(heed, reading, seconds)
        held = self._speller.held
        return Spelling(
            self.board.text,
            None if held is None else held.label,
            0.0 if held is None else held.share,
            self.board.suggestions,
            self.board.flash_at(seconds),
        )

    def _obey(self, heed: Heed, reading: Reading, seconds: float) -> None:
        run = self._speller.run
        if heed is Heed.SPACE:
            self.board.space()
        elif heed is Heed.DELETE:
            self.board.delete()
        elif run is not None:
            sign = NO_SIGN
            if self._confusions is not None and reading.steady is not None:
                seen = reading.steady
                sign = held_sign(run.label, seen.probabilities, seen.labels, self._confusions)
            self.board.add(run.label, sign, heed is Heed.MOVED, self._shares(run))
            self.board.show_new(run.label, seconds)

    def _shares(self, run: Run) -> Shares | None:
        """Return what the network answered to a run, None for a movement, which teaches nothing."""
        habits = self.board.habits
        if habits is None or run.label in MOVING:
            return None
        return habits.shown(run.start_s, run.end_s)

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


def look_of(reading: Reading, seconds: float, is_deleting: bool) -> Look:
    """Return what spelling needs of a reading; a thumb that points down is no letter."""
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
        is_raw_sure=reading.raw is not None and reading.raw.confidence >= SURELY,
        guess=steady.label if steady.is_unsure and not steady.is_refused else None,
    )
