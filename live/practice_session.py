"""A sitting of practice: what is asked one after the other, what came of it, kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from glyphcam.live.practice_record import ALPHABET, Record
from glyphcam.live.practice_round import PracticeRound, Ticked
from glyphcam.live.practice_rule import is_known, next_item, weakest
from glyphcam.models.prediction import Prediction

REST_S = 1.2
"""A finished word stays in view so long before the next is asked."""

Keep = Callable[[Record], None]
"""Keeps the record, after every single letter: what was practised survives a kill."""


@dataclass(slots=True)
class PracticeSession:
    """Asks ``items`` in turn, or ``count`` of the rule's choice where there are none."""

    record: Record
    keep: Keep
    items: tuple[str, ...] = ()
    count: int = 10
    seed: int | None = None
    asked: list[str] = field(default_factory=list, init=False)
    outcomes: list[Ticked] = field(default_factory=list, init=False)
    round: PracticeRound = field(init=False)
    _dice: np.random.Generator = field(init=False)
    _rests_until_s: float | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._dice = np.random.default_rng(self.seed)
        self._ask()

    @property
    def length(self) -> int:
        """How many words and letters are asked in all."""
        return len(self.items) or self.count

    @property
    def is_done(self) -> bool:
        """Whether everything was asked and answered or skipped."""
        return self.round.is_done and len(self.asked) >= self.length

    def hear(self, steady: Prediction | None, seconds: float) -> Ticked | None:
        """Take one frame's answer in; return the letter it ticks off, if one."""
        if self.round.is_done:
            self._rest(seconds)
            return None
        return self._note(self.round.hear(steady, seconds))

    def skip(self) -> Ticked | None:
        """Leave the letter asked for now, and note that it was."""
        return self._note(self.round.skip())

    def repeat(self) -> None:
        """Ask the same word or letter from its beginning."""
        self.round = PracticeRound(self.asked[-1])
        self._rests_until_s = None

    def summary(self) -> tuple[str, ...]:
        """Return what came of the sitting and what is known by now, in a few lines."""
        return (*_sitting(self.outcomes), *standing(self.record))

    def _ask(self) -> None:
        place = len(self.asked)
        item = self.items[place] if self.items else next_item(self.record, self.asked, self._dice)
        self.asked.append(item)
        self.round = PracticeRound(item)
        self._rests_until_s = None

    def _rest(self, seconds: float) -> None:
        if self._rests_until_s is None or seconds < self._rests_until_s - REST_S:
            self._rests_until_s = seconds + REST_S
        elif seconds >= self._rests_until_s and not self.is_done:
            self._ask()

    def _note(self, ticked: Ticked | None) -> Ticked | None:
        if ticked is not None:
            self.outcomes.append(ticked)
            self.record = self.record.tried(ticked.letter, ticked.outcome)
            self.keep(self.record)
        return ticked


def standing(record: Record) -> tuple[str, ...]:
    """Return how many letters are known well, and which come next."""
    known = sum(is_known(record, letter) for letter in ALPHABET)
    line = f"you know {known} of {len(ALPHABET)} letters well"
    tried = [letter for letter in weakest(record, len(ALPHABET)) if record.of(letter).count]
    if weak := tried[:3] or weakest(record):
        line += f"; next: {' '.join(weak)}"
    return (line,)


def _sitting(outcomes: list[Ticked]) -> tuple[str, ...]:
    read = [each for each in outcomes if each.outcome.seconds is not None]
    if not outcomes:
        return ("nothing was practised",)
    seconds = sorted(each.outcome.seconds or 0.0 for each in read)
    lines = [f"{len(read)} of {len(outcomes)} letters read"]
    if seconds:
        lines[0] += f", {seconds[len(seconds) // 2]:.1f} s each at the median"
    hard = dict.fromkeys(each.letter for each in outcomes if each.outcome.misses)
    skipped = dict.fromkeys(each.letter for each in outcomes if each.outcome.seconds is None)
    if hard:
        lines.append(f"wrong at first: {' '.join(hard)}")
    if skipped:
        lines.append(f"skipped: {' '.join(skipped)}")
    return tuple(lines)
