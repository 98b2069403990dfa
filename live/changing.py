"""Whether a hand is changing its shape: on its way from one sign to the next it is no letter.

A hand on its way moves far, compared with its own trembling, and straight on. The three numbers are
weighed by a logistic rule that was fitted on half of the sources of the letter data, ways being
made between their hands and real trembling laid over; benchmarks/unknown_bench.py measures it on
the other half and on the clips.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import median

import numpy as np

from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Landmarks

MEMORY_S = 1.0
"""A hand's own trembling is taken over this long."""

USUAL_STEP = 0.03
"""Palm lengths from frame to frame, while too few frames were seen to tell."""

FEW = 6
"""Steps from which on the hand's own are taken."""


@dataclass(frozen=True, slots=True)
class Changing:
    """The rule: log odds of being on the way, from how far, how straight and what is usual.

    ``far`` and ``usual`` weigh logarithms of palm lengths, ``straight`` a share of 0 to 1.
    """

    far: float = 8.22
    usual: float = -3.72
    straight: float = 4.79
    always: float = 5.71
    enter: float = 4.0
    """From these log odds on a hand begins to change: no held letter of the clips gets there."""
    twice: float = 1.0
    """...or from here on in two frames running."""
    stay: float = 0.5
    """A hand that changes still does down to here: a way slows down before it ends."""
    far_s: float = 0.1
    straight_s: float = 0.2
    rest_s: float = 0.1
    """It is still changing for so long after: a way is not left and entered again."""


CHANGING = Changing()


class ChangeWatch:
    """Follows one hand's shape from frame to frame."""

    def __init__(self, how: Changing = CHANGING) -> None:
        self._how = how
        self._trail: deque[tuple[float, Landmarks]] = deque()
        self._steps: deque[tuple[float, float]] = deque()
        self._until_s = self._odds = float("-inf")

    def forget(self) -> None:
        """Begin anew: the hand was lost."""
        self._trail.clear()
        self._steps.clear()
        self._until_s = self._odds = float("-inf")

    def is_changing(self, shape: Landmarks, seconds: float) -> bool:
        """Return whether the hand with ``shape`` (21, 3) is between two signs.

        A clock that goes back begins anew.
        """
        if self._trail and seconds < self._trail[-1][0]:
            self.forget()
        step = shape_change(self._trail[-1][1], shape) if self._trail else 0.0
        self._trail.append((seconds, shape))
        self._steps.append((seconds, step))
        while len(self._trail) > 2 and self._trail[1][0] <= seconds - self._how.straight_s:
            self._trail.popleft()
        while self._steps[0][0] < seconds - MEMORY_S:
            self._steps.popleft()
        before, self._odds = self._odds, self.log_odds()
        is_on_its_way = seconds < self._until_s
        least = self._how.stay if is_on_its_way else self._how.enter
        if self._odds > least or min(before, self._odds) > self._how.twice:
            self._until_s = seconds + self._how.rest_s
        return seconds < self._until_s

    def log_odds(self) -> float:
        """Return the log odds that the hand is on its way, now."""
        how, now_s = self._how, self._trail[-1][0]
        shape = self._trail[-1][1]
        far = shape_change(self._at(now_s - how.far_s), shape)
        path = sum(shape_change(a, b) for (_, a), (_, b) in pairwise(self._trail))
        straight = shape_change(self._trail[0][1], shape) / (path + 0.01)
        return (
            how.far * log(far + 0.01)
            + how.usual * log(self._usual_step() + 0.005)
            + how.straight * straight
            + how.always
        )

    def _at(self, seconds: float) -> Landmarks:
        """Return the shape at a time, between the frames round it; the oldest known before that."""
        for (before_s, before), (after_s, after) in pairwise(self._trail):
            if before_s <= seconds <= after_s:
                share = (seconds - before_s) / max(after_s - before_s, 1e-9)
                return np.asarray(before + (after - before) * np.float32(share), np.float32)
        return self._trail[0][1] if seconds < self._trail[0][0] else self._trail[-1][1]

    def _usual_step(self) -> float:
        return median(s for _, s in self._steps) if len(self._steps) >= FEW else USUAL_STEP
