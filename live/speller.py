"""The speller: a sign held long enough is a letter, a lowered hand a space."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from glyphcam.live.spell_rest import RestVote
from glyphcam.live.spell_rule import DELETE, LEAD_INS, MOVING, RULE, Look, SpellRule
from glyphcam.live.spell_runs import Run, RunWatch

_TINY_S = 1e-6
"""Sums of frame times are not exact."""

LED_IN_S = 1.5
"""A letter committed at most so long before a movement, out of the same hand, began it."""


class Heed(Enum):
    """What a frame made of the text; MOVED: a movement whose first shape had been committed."""

    LETTER = "letter"
    MOVED = "moved"
    SPACE = "space"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Held:
    """What is being held now, and how much of the hold is over, 0 to 1; 1 once committed."""

    label: str
    share: float


class Speller:
    """Hears one look a frame; ``run`` is the newest stretch of one answer."""

    def __init__(self, rule: SpellRule = RULE) -> None:
        self._rule = rule
        self._watch = RunWatch(rule)
        self.run: Run | None = None
        self._committed: Run | None = None
        self._seen_s = float("-inf")
        self._is_spaced = True
        self._vote = RestVote()

    def hear(self, look: Look) -> Heed | None:
        """Take one frame in; return what it adds, which is then in ``run``."""
        run = self.run = self._watch.update(self._vote.heard(look, self._written))
        if look.is_seen:
            self._seen_s = look.seconds
        if run is not None and self._is_due(run):
            return self._commit(run)
        if not self._is_spaced and look.seconds - self._seen_s >= self._rule.space_s - _TINY_S:
            self._is_spaced = True
            return Heed.SPACE
        return None

    @property
    def _written(self) -> str | None:
        """The word's last letter; None too after a movement: what the hand ends in is none."""
        label = None if self._is_spaced or self._committed is None else self._committed.label
        return None if label in MOVING else label

    @property
    def before(self) -> Run | None:
        """The stretch before ``run``."""
        return self._watch.before

    def again(self, seconds: float) -> None:
        """The hand slid aside: what it shows now is the same letter once more."""
        self._watch.again(seconds)

    def wrote(self, seconds: float) -> None:
        """Something else has written a letter: the next lowered hand ends a word."""
        self._is_spaced = False
        self._seen_s = max(self._seen_s, seconds)

    @property
    def held(self) -> Held | None:
        """What is being held, for the ring; None for nothing."""
        run = self.run
        if run is None or not run.is_open:
            return None
        share = 1.0 if self._is_done(run) else min(1.0, run.length_s / self._rule.hold_s)
        return Held(run.label, share)

    def _is_done(self, run: Run) -> bool:
        return self._committed is not None and self._committed.number == run.number

    def _is_due(self, run: Run) -> bool:
        if self._is_done(run):
            return False
        return run.label in MOVING or run.length_s >= self._rule.hold_s - _TINY_S

    def _commit(self, run: Run) -> Heed:
        before, self._committed = self._committed, run
        self._vote.wrote()
        if run.label == DELETE:
            self._watch.again(run.end_s)  # held on, it takes back one more letter each time
            return Heed.DELETE
        is_led_in = (
            run.label in MOVING
            and before is not None
            and before.number == run.number - 1
            and before.label in LEAD_INS[run.label]
            and run.start_s - before.end_s <= LED_IN_S
            and not self._is_spaced
        )
        self._is_spaced = False
        return Heed.MOVED if is_led_in else Heed.LETTER
