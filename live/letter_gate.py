"""What is no letter is refused: a hand on its way, and a hand unlike every letter.

The answer stays what it is, and counts for nothing: landmarks and the frame's own answer go on to
whoever follows the hand's movement.
"""

from __future__ import annotations

from dataclasses import dataclass

from glyphcam.live.changing import CHANGING, ChangeWatch, Changing
from glyphcam.models.hand import Landmarks
from glyphcam.models.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Gate:
    """How novelty is averaged and judged."""

    half_life_s: float = 0.25
    judge_s: float = 0.3
    """A new shape is judged for so long; then the verdict takes a margin to turn, or a held letter
    near the limit would blink."""
    leave: float = 0.4
    """So far over the limit an accepted letter must go to be refused..."""
    enter: float = 0.1
    """...and so far below a refused hand to be accepted."""
    stale_s: float = 0.35
    """After a change the steadied answer may be the old letter's for so long."""
    changing: Changing = CHANGING


GATE = Gate()


class LetterGate:
    """Follows one hand; `shown` once a frame says what may be shown of it.

    ``limit`` is the novelty from which a hand is no letter, None for a model that does not say:
    then only a hand on its way is refused.
    """

    def __init__(self, limit: float | None = None, how: Gate = GATE) -> None:
        self._limit = limit
        self._how = how
        self._watch = ChangeWatch(how.changing)
        self._novelty: float | None = None
        self._since_s = self._last_s = 0.0
        self._is_strange = False
        self._stale_until_s = float("-inf")

    def shown(
        self, shape: Landmarks, seconds: float, raw: Prediction, steady: Prediction | None
    ) -> Prediction | None:
        """Return ``steady``, refused while the hand with ``shape`` (21, 3) is no letter."""
        is_changing = self._watch.is_changing(shape, seconds)
        is_strange = self._seen_as_strange(raw, seconds, is_changing)
        if steady is None:
            return None
        if is_changing:
            self._stale_until_s = seconds + self._how.stale_s
        elif raw.label == steady.label:
            self._stale_until_s = seconds
        is_stale = seconds < self._stale_until_s
        return steady.refused() if is_stale or is_strange else steady

    def still(self, raw: Prediction) -> Prediction:
        """Return the answer for one picture by itself, refused where the hand is no letter."""
        is_known = self._limit is None or raw.novelty is None or raw.novelty < self._limit
        return raw if is_known else raw.refused()

    def forget(self) -> None:
        """Begin anew: the hand was lost."""
        self._watch.forget()
        self._novelty, self._is_strange = None, False
        self._stale_until_s = float("-inf")

    def _seen_as_strange(self, raw: Prediction, seconds: float, is_changing: bool) -> bool:
        """Average the novelty of a hand at rest; each new shape begins anew."""
        if self._limit is None or raw.novelty is None:
            return False
        if is_changing or self._novelty is None or seconds < self._last_s:
            self._novelty, self._since_s, self._last_s = raw.novelty, seconds, seconds
            return False
        elapsed_s, self._last_s = seconds - self._last_s, seconds
        age_s = max(seconds - self._since_s, 1e-6)
        share = max(1 - 0.5 ** (elapsed_s / self._how.half_life_s), elapsed_s / (age_s + elapsed_s))
        self._novelty += share * (raw.novelty - self._novelty)
        is_judged = age_s > self._how.judge_s
        margin = -self._how.enter if self._is_strange else self._how.leave
        side = margin if is_judged else 0.0
        self._is_strange = self._novelty > self._limit + side
        return self._is_strange
