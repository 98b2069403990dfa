"""The desk of flowing spelling: nothing is held, and a word list helps to understand it."""

from __future__ import annotations

from collections import deque

import numpy as np

from glyphcam.live.fluent_double import DoubleWatch
from glyphcam.live.fluent_speed import SpeedWatch
from glyphcam.live.fluent_track import FLOW, Flow, FlowTrack, Stay
from glyphcam.live.reading import Reading
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_desk import look_of
from glyphcam.live.spell_gesture import GestureWatch
from glyphcam.live.spell_rule import DELETE, LEAD_INS, MOVING, RULE, Look, SpellRule
from glyphcam.live.spell_state import Spelling
from glyphcam.live.speller import LED_IN_S, Heed, Speller
from glyphcam.live.words_confusions import Confusions
from glyphcam.live.words_signs import flown_sign, held_sign
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction

_NO_PROBABILITIES = np.zeros(0, np.float32)

SHOWN_S = 0.35
"""A letter that is being made so long is written already; what it is may still be mended."""

REFUSED, JUDGED_S = 0.8, 0.6
"""A letter is none where so large a share of its frames was refused; one that is shorter than
JUDGED_S begins and ends with a hand on its way, whose frames are refused too."""

KEPT_FRAMES = 300

AWAY_S = 0.2
"""A hand lost for so long has ended its last letter."""


class FluentDesk:
    """Writes letters as they flow by; the gesture, movements and the lowered hand are as ever."""

    def __init__(
        self,
        board: SpellBoard,
        confusions: Confusions,
        rule: SpellRule = RULE,
        flow: Flow = FLOW,
    ) -> None:
        self.board = board
        self._confusions = confusions
        self._flow = flow
        self._speller = Speller(rule)
        self._gesture = GestureWatch()
        self._speed = SpeedWatch()
        self._doubles = DoubleWatch()
        self._refusals: deque[tuple[float, bool]] = deque(maxlen=KEPT_FRAMES)
        self._track: FlowTrack | None = None
        self._labels: tuple[str, ...] = ()
        self._last_s = float("-inf")
        self._written: Stay | None = None
        self._passed: Stay | None = None  # the last letter before a movement
        self._is_open = False  # whether the last letter is still being made
        self._before = ""  # the letter before the last one
        self._raw = ""  # the word's letters as this desk left them

    def take(self, reading: Reading, seconds: float) -> Spelling:
        """Take one frame's reading in; return what there is to show."""
        hand = None if reading.region is None else reading.region.hand
        is_deleting = self._gesture.update(hand, seconds)
        look = look_of(reading, seconds, is_deleting)
        heed = self._speller.hear(_only_events(look))
        if look.answer in MOVING:
            self._pass_over()
        elif hand is None or reading.raw is None or is_deleting:
            if seconds - self._last_s >= AWAY_S:
                self._end(seconds)
        else:
            self._refusals.append((seconds, reading.steady is None or reading.steady.is_refused))
            self._follow(reading.raw, hand, seconds)
        if heed is not None:
            self._obey(heed, seconds)
        return self._spelling(seconds)

    def _follow(self, reading: Prediction, hand: Hand, seconds: float) -> None:
        if self._track is None or self._labels != reading.labels:
            self._track, self._labels = FlowTrack(len(reading.labels), self._flow), reading.labels
        self._last_s = seconds
        self._doubles.update(hand, seconds)
        speed = self._speed.update(hand, seconds)
        for stay in self._track.take(reading.probabilities, speed, seconds):
            self._write(stay, seconds)
        now = self._track.now()
        if now is not None and now.end_s - now.start_s >= SHOWN_S:
            self._write(now, seconds, is_open=True)

    def _write(self, stay: Stay, seconds: float, is_open: bool = False) -> None:
        """Write a letter; one that is still being made is written anew until it is over."""
        is_same = self._is_open and self._written is not None and _meet(self._written, stay)
        before = None if is_same else self._written
        if is_same and (is_open or self.board.text.raw != self._raw):
            self._written, self._is_open = stay, is_open  # nothing to mend, or no longer there
            return
        if self._is_refused(stay):
            return
        letter = self._letter(stay)
        if before is not None:
            self._before = self._letter(before)
        is_again = self._before == letter
        if before is not None and is_again and not self._doubles.is_meant(before, stay):
            self._written, self._is_open = stay, False
            return
        length_s = stay.end_s - stay.start_s
        sign = flown_sign(stay.probabilities, self._labels, length_s, self._confusions, is_again)
        habits = self.board.habits
        shares = None if habits is None else habits.shown(stay.start_s, stay.end_s)
        self.board.add(letter, sign, is_same, shares)
        if not is_same:
            self.board.show_new(letter, seconds)
        self._speller.wrote(seconds)
        self._written, self._is_open, self._raw = stay, is_open, self.board.text.raw

    def _is_refused(self, stay: Stay) -> bool:
        """Whether the hand was, most of the time, seen to be no letter at all."""
        if stay.end_s - stay.start_s < JUDGED_S:
            return False
        found = [is_no for s, is_no in self._refusals if stay.start_s <= s <= stay.end_s]
        return len(found) > 0 and sum(found) / len(found) > REFUSED

    def _letter(self, stay: Stay) -> str:
        return self._labels[int(stay.probabilities.argmax())]

    def _end(self, seconds: float) -> None:
        if self._track is not None:
            for stay in self._track.end():
                self._write(stay, seconds)
            self._track = None
        self._speed.forget()
        self._doubles.forget()
        self._written, self._is_open, self._before = None, False, ""

    def _pass_over(self) -> None:
        """While a movement is shown nothing flows: what the hand ends in is no letter."""
        if self._track is not None:
            self._track.forget()
        if self._written is not None:
            self._passed = self._written
        self._written, self._is_open, self._before = None, False, ""

    def _obey(self, heed: Heed, seconds: float) -> None:
        run = self._speller.run
        if heed is Heed.SPACE:
            self._end(seconds)
            self.board.space()
        elif heed is Heed.DELETE:
            self.board.delete()
        elif run is not None:
            self._write_movement(run.label, seconds)

    def _write_movement(self, letter: str, seconds: float) -> None:
        """Write J or Z: the shape it begins with has flowed by just before and is no letter."""
        before = self._passed
        is_led_in = (
            before is not None
            and seconds - before.end_s <= LED_IN_S
            and self._letter(before) in LEAD_INS[letter]
        )
        sign = held_sign(letter, _NO_PROBABILITIES, (), self._confusions)
        self.board.add(letter, sign, is_led_in)
        self.board.show_new(letter, seconds)

    def _spelling(self, seconds: float) -> Spelling:
        stay = None if self._track is None else self._track.now()
        label = None if stay is None else self._letter(stay)
        share = 0.0 if stay is None else min(1.0, (stay.end_s - stay.start_s) / SHOWN_S)
        board = self.board
        return Spelling(board.text, label, share, board.suggestions, board.flash_at(seconds))


def _meet(one: Stay, other: Stay) -> bool:
    """Whether two stays are the same one, seen at different times."""
    return one.start_s <= other.end_s and other.start_s <= one.end_s


def _only_events(look: Look) -> Look:
    """Return the look with no letter that would have to be held."""
    if look.answer in (DELETE, *MOVING):
        return look
    return Look(look.seconds, None, look.raw, is_seen=look.is_seen)
