"""A hand's pose in one frame: its shape, and where it is in lengths of its palm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.hand_shape import hand_shape
from glyphcam.models.hand import Hand, Landmarks

_KNUCKLES = [5, 9, 13, 17]


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """``shape`` as hand_shape.py makes it, ``place`` (2,) of the palm's middle, in palm lengths."""

    seconds: float
    shape: Landmarks
    place: NDArray[np.float32]


def pose_of(hand: Hand, seconds: float) -> Pose:
    """Return the pose of ``hand`` at ``seconds``."""
    points = hand.landmarks[:, :2]
    palm = max(1e-6, float(np.linalg.norm(points[_KNUCKLES] - points[0], axis=1).mean()))
    return Pose(seconds, hand_shape(hand), points[[0, *_KNUCKLES]].mean(axis=0) / palm)
