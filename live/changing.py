"""Whether a hand is changing its shape: on its way from one sign to the next it is no letter.

Measured on held hands of three word clips with ways of 0.2 to 0.5 s made between them, and on the
still clips: CHANGING refuses half of the frames on the way (most others still show the letter that
is being left) and none of the held ones; STRICT refuses 84 to 94 % and loses 5 to 6 % of the held
(benchmarks/changing.json).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Landmarks
from glyphcam.models.prediction import Prediction

NEVER = 2.0
"""A threshold that no probability reaches: the answer is shown as unsure."""

MEMORY_S = 1.0
"""A hand's own trembling is taken over this long."""

USUAL_STEP = 0.03
"""Palm lengths from frame to frame, while too few frames were seen to tell."""


@dataclass(frozen=True, slots=True)
class Changing:
    """From when on a change of shape counts, see shape_change.

    ``trusts_frames`` lets a frame that is itself sure of the letter shown pass as one of it: some
    hands tremble that much, and their letter would flicker.
    """

    window_s: float = 0.2
    least: float = 0.15
    """Palm lengths from the window's first shape to its last; held letters stay below 0.14."""
    steps: float = 0.0
    """The same in usual steps of this hand from frame to frame; the larger of both counts."""
    straightness: float = 0.5
    """Of the way gone from frame to frame so much must be net: trembling goes to and fro."""
    trusts_frames: bool = True


CHANGING = Changing()
"""For watching: a held letter stands still, a stale one goes."""

STRICT = Changing(window_s=0.1, least=0.04, steps=3.0, trusts_frames=False)
"""For who asks for right answers above all: nothing is shown on the way, and letters blink."""


class ChangeWatch:
    """Follows one hand; `shown` once a frame says what may be shown of it."""

    def __init__(self, how: Changing = CHANGING) -> None:
        self._how = how
        self._trail: deque[tuple[float, Landmarks]] = deque()
        self._steps: deque[tuple[float, float]] = deque()

    def shown(
        self, shape: Landmarks, seconds: float, raw: Prediction, steady: Prediction | None
    ) -> Prediction | None:
        """Return ``steady``, made unsure while the hand with ``shape`` (21, 3) is changing."""
        if not self.is_changing(shape, seconds) or steady is None:
            return steady
        is_of_it = raw.label == steady.label and not raw.is_unsure
        if self._how.trusts_frames and is_of_it:
            return steady
        return Prediction(steady.labels, steady.probabilities, NEVER)

    def forget(self) -> None:
        """Begin anew: the hand was lost."""
        self._trail.clear()
        self._steps.clear()

    def is_changing(self, shape: Landmarks, seconds: float) -> bool:
        """Return whether the hand is between two signs; a clock that goes back begins anew."""
        if self._trail and seconds < self._trail[-1][0]:
            self.forget()
        if self._trail:
            self._steps.append((seconds, shape_change(self._trail[-1][1], shape)))
        self._trail.append((seconds, shape))
        _drop_before(self._trail, seconds - self._how.window_s)
        _drop_before(self._steps, seconds - MEMORY_S)
        shapes = [each for _, each in self._trail]
        net = shape_change(shapes[0], shapes[-1])
        if net <= max(self._how.least, self._how.steps * self._usual_step()):
            return False
        return net > self._how.straightness * sum(shape_change(a, b) for a, b in pairwise(shapes))

    def _usual_step(self) -> float:
        return median(s for _, s in self._steps) if len(self._steps) > 5 else USUAL_STEP


def _drop_before(
    trail: deque[tuple[float, Landmarks]] | deque[tuple[float, float]], s: float
) -> None:
    while trail and trail[0][0] < s - 1e-6:
        trail.popleft()
