"""Whether the same letter, read twice running, was meant twice: the hand slid, or let go between.

A hand that only moves on, or a camera that skips, interrupts a letter for a moment too.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.fluent_pose import Pose, pose_of
from glyphcam.live.fluent_track import Stay
from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Hand

SLID = 0.5
"""The hand rests so far aside from where it rested, in lengths of the palm."""

LET_GO = 0.5
"""Its shape was so different in between."""

KEPT_S = 4.0
"""For so long poses are remembered."""


class DoubleWatch:
    """Remembers where the hand was, and which shape it had."""

    def __init__(self) -> None:
        self._poses: deque[Pose] = deque()

    def forget(self) -> None:
        """Begin anew: the hand was away."""
        self._poses.clear()

    def update(self, hand: Hand, seconds: float) -> None:
        """Take one frame in."""
        self._poses.append(pose_of(hand, seconds))
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

    def _within(self, stay: Stay) -> list[Pose]:
        return [p for p in self._poses if stay.start_s <= p.seconds <= stay.end_s]


def _middle(poses: list[Pose]) -> NDArray[np.float32]:
    middle: NDArray[np.float32] = np.median([pose.place for pose in poses], axis=0)
    return middle
