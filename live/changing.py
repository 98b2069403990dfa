"""Whether a hand is changing its shape: on its way from one sign to the next it is no letter."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise

from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Landmarks
from glyphcam.models.prediction import Prediction

NEVER = 2.0
"""A threshold that no probability reaches: the answer is shown as unsure."""


@dataclass(frozen=True, slots=True)
class Changing:
    """From when on a change of shape counts, see shape_change."""

    window_s: float = 0.2
    least: float = 0.15
    """Palm lengths from the window's first shape to its last; held letters stay below 0.14."""
    straightness: float = 0.5
    """Of the way gone from frame to frame so much must be net: trembling goes to and fro."""


CHANGING = Changing()


class ChangeWatch:
    """Follows one hand's shape; `is_changing` once a frame."""

    def __init__(self, how: Changing = CHANGING) -> None:
        self._how = how
        self._trail: deque[tuple[float, Landmarks]] = deque()

    def is_changing(self, shape: Landmarks | None, seconds: float) -> bool:
        """Return whether the hand with ``shape`` (21, 3), None if lost, is between two signs."""
        if shape is None or (self._trail and seconds < self._trail[-1][0]):
            self._trail.clear()
        if shape is None:
            return False
        self._trail.append((seconds, shape))
        while seconds - self._trail[0][0] > self._how.window_s + 1e-6:
            self._trail.popleft()
        shapes = [each for _, each in self._trail]
        net = shape_change(shapes[0], shapes[-1])
        if net <= self._how.least:
            return False
        way = sum(shape_change(a, b) for a, b in pairwise(shapes))
        return net > self._how.straightness * way


def between_signs(raw: Prediction, steady: Prediction | None) -> Prediction | None:
    """Return what to show of ``steady`` while the hand changes: nothing sure, unless ``raw`` is.

    A frame that by itself is sure of the letter shown is one of it: some hands tremble that much.
    """
    if steady is None or (raw.label == steady.label and not raw.is_unsure):
        return steady
    return Prediction(steady.labels, steady.probabilities, NEVER)
