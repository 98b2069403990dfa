"""One round of practice: a word asked for letter by letter, each ticked off once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from glyphcam.live.practice_record import Try
from glyphcam.models.movement import MOVEMENTS
from glyphcam.models.prediction import Prediction

HOLD_S = 0.5
"""A letter must be read so long; one that moves is read once it was drawn."""

WRONG_S = 1.0
"""Another letter held so long is a wrong one: the way to a sign passes others."""

_TINY_S = 1e-6


@dataclass(frozen=True, slots=True)
class Ticked:
    """One letter done with: read, or skipped."""

    letter: str
    outcome: Try


@dataclass(slots=True)
class PracticeRound:
    """Hears the steadied answer once a frame; times in seconds on the source's clock."""

    word: str
    ticked: list[Ticked] = field(default_factory=list)
    wrong: str | None = field(default=None, init=False)
    """The wrong letter being held now, if any."""
    _asked_s: float | None = field(default=None, init=False)
    _label: str | None = field(default=None, init=False)
    _since_s: float = field(default=0.0, init=False)
    _misses: int = field(default=0, init=False)
    _is_spent: bool = field(default=False, init=False)
    _now_s: float = field(default=0.0, init=False)

    @property
    def is_done(self) -> bool:
        """Whether every letter is ticked off."""
        return len(self.ticked) >= len(self.word)

    @property
    def letter(self) -> str:
        """The letter asked for now, the last one once all are done."""
        return self.word[min(len(self.ticked), len(self.word) - 1)]

    @property
    def seen(self) -> str | None:
        """The sure letter that is shown now and was not asked for, if any."""
        return None if self._label == self.letter else self._label

    @property
    def needs_release(self) -> bool:
        """Whether the same letter is asked for twice and the hand has not let go in between."""
        return self._is_spent and self._label == self.letter and not self.is_done

    @property
    def share(self) -> float:
        """How much of the hold is over, 0 to 1."""
        if self._label != self.letter or self._is_spent or self.is_done:
            return 0.0
        return min(1.0, (self._now_s - self._since_s) / HOLD_S)

    def hear(self, steady: Prediction | None, seconds: float) -> Ticked | None:
        """Take one frame's answer in; return the letter it ticks off, if one."""
        if self.is_done:
            return None
        if self._asked_s is None or seconds < self._now_s:
            self._asked_s = self._since_s = seconds
        self._now_s = seconds
        label = None if steady is None or steady.is_unsure else steady.label
        if self._asked_s == seconds and label != self.letter:
            self._label, self._is_spent = label, True  # what was shown before is no answer
        if label != self._label:
            self._label, self._since_s, self._is_spent = label, seconds, False
        held_s = seconds - self._since_s
        if label == self.letter and not self._is_spent:
            self.wrong = None
            is_read = label in MOVEMENTS or held_s >= HOLD_S - _TINY_S
            return (
                self._tick(Try(round(seconds - self._asked_s, 2), self._misses))
                if is_read
                else None
            )
        self._heed_wrong(label, held_s)
        return None

    def skip(self) -> Ticked | None:
        """Leave the letter asked for now."""
        return None if self.is_done else self._tick(Try(None, self._misses))

    def release(self) -> None:
        """The hand let go or slid aside: what it shows now is the letter once more."""
        if self._is_spent:
            self._is_spent, self._since_s = False, self._now_s

    def _heed_wrong(self, label: str | None, held_s: float) -> None:
        is_on_the_way = self.letter in MOVEMENTS and label not in MOVEMENTS
        if label is None or label == self.letter or self._is_spent or is_on_the_way:
            self.wrong = None
        elif held_s >= WRONG_S - _TINY_S and self.wrong != label:
            self.wrong = label
            self._misses += 1

    def _tick(self, outcome: Try) -> Ticked:
        done = Ticked(self.letter, outcome)
        self.ticked.append(done)
        self._asked_s, self._misses, self.wrong, self._is_spent = self._now_s, 0, None, True
        return done
