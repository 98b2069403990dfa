"""Whether the same letter, read twice running, was meant twice: the hand slid, or let go between.

A hand that only moves on, or a camera that skips, interrupts a letter for a moment too.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.fluent_track import Stay
from glyphcam.live.hand_shape import hand_shape, shape_change
from glyphcam.models.hand import Hand, Landmarks

SLID = 0.5
"""The hand rests so far aside from where it rested, in lengths of the palm."""

LET_GO = 0.5
"""Its shape was so different in between."""

KEPT_S = 4.0
"""For so long poses are remembered."""

_KNUCKLES = [5, 9, 13, 17]


@dataclass(frozen=True, slots=True, eq=False)
class _Pose:
    seconds: float
    shape: Landmarks
    place: NDArray[np.float32]


class DoubleWatch:
    """Remembers where the hand was, and which shape it had."""

    def __init__(self) -> None:
        self._poses: deque[_Pose] = deque()

    def forget(self) -> None:
        """Begin anew: the hand was away."""
        self._poses.clear()

    def update(self, hand: Hand, seconds: float) -> None:
        """Take one frame in."""
        points = hand.landmarks[:, :2]
        palm = max(1e-6, float(np.linalg.norm(points[_KNUCKLES] - points[0], axis=1).mean()))
        place = points[[0, *_KNUCKLES]].mean(axis=0) / palm
        self._poses.append(_Pose(seconds, hand_shape(hand), place))
        while seconds - self._poses[0].seconds > KEPT_S:
            self._poses.popleft()

    def is_meant(self, first: Stay, second: Stay) -> bool:
        """Whether the hand slid aside, or let go, between two stays of one letter."""
        before, after = self._within(first), self._within(second)
        if not before or not after:
            return True
        rest, place = before[-1].shape, _middle(before)
        shift = np.abs(_middle(after) - place)
        between = [p for p in self._poses if first.end_s < p.seconds < second.start_s]
        change = max((shape_change(p.shape, rest) for p in between), default=0.0)
        return bool(shift[0] >= SLID and shift[0] > shift[1]) or change >= LET_GO

    def _within(self, stay: Stay) -> list[_Pose]:
        return [p for p in self._poses if stay.start_s <= p.seconds <= stay.end_s]


def _middle(poses: list[_Pose]) -> NDArray[np.float32]:
    middle: NDArray[np.float32] = np.median([pose.place for pose in poses], axis=0)
    return middle
