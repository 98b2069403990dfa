"""How fast a hand changes, in lengths of its palm a second: slow in a letter, fast between two."""

from __future__ import annotations

from collections import deque

import numpy as np

from glyphcam.live.fluent_pose import Pose, pose_of
from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Hand

SPAN_S = 0.1
"""Two frames so far apart are compared: over one frame tremor is as fast as a blend."""

PLACE_SHARE = 0.6
"""How much the hand's way through the picture counts: enough for a slide, not for a drift."""


class SpeedWatch:
    """Remembers the poses of a tenth of a second."""

    def __init__(self) -> None:
        self._poses: deque[Pose] = deque()

    def forget(self) -> None:
        """Begin anew: the hand was away."""
        self._poses.clear()

    def update(self, hand: Hand, seconds: float) -> float:
        """Take one frame in; return the speed, 0 for a hand that has just come."""
        pose = pose_of(hand, seconds)
        poses = self._poses
        poses.append(pose)
        while len(poses) > 2 and seconds - poses[1].seconds >= SPAN_S - 1e-6:
            poses.popleft()
        elapsed_s = seconds - poses[0].seconds
        if elapsed_s <= 0:
            return 0.0
        shape = shape_change(pose.shape, poses[0].shape)
        place = float(np.linalg.norm(pose.place - poses[0].place))
        return max(shape, PLACE_SHARE * place) / elapsed_s
