"""The turned square of a picture in which the landmark network looks for one hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Landmarks

_PALM_SCALE, _PALM_SHIFT = 2.6, -0.5
_HAND_SCALE, _HAND_SHIFT = 2.0, -0.1

_STEADY_POINTS = np.array([0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18])
"""The landmarks that bound a tracked hand: no finger tips, they move too much."""


@dataclass(frozen=True, slots=True)
class HandRegion:
    """A square: centre and side in pixels, turned clockwise by ``turn`` radians."""

    x: float
    y: float
    side: float
    turn: float

    def to_picture(self, size: int) -> NDArray[np.float64]:
        """Return the (2, 3) matrix from pixels of the region drawn ``size`` wide to the picture's.

        Both count from the corner of the first pixel, as MediaPipe does.
        """
        scale = self.side / size
        along, down = scale * np.cos(self.turn), scale * np.sin(self.turn)
        half = size / 2
        x = self.x - half * along + half * down
        y = self.y - half * down - half * along
        return np.array([[along, -down, x], [down, along, y]])


def region_of_palm(box: NDArray[np.float32], keypoints: NDArray[np.float32]) -> HandRegion:
    """Return where the hand of a palm is: box (4,) x0 y0 x1 y1 px, keypoints (7, 2) px.

    The palm is turned so that the middle finger's base lies above the wrist.
    """
    turn = _turn_upright(keypoints[2] - keypoints[0])
    size = box[2:] - box[:2]
    centre = (box[2:] + box[:2]) / 2
    return _grown(centre, size, turn, _PALM_SCALE, _PALM_SHIFT)


def region_of_landmarks(landmarks: Landmarks) -> HandRegion:
    """Return where the hand whose landmarks (21, 3) px are known will be in the next frame.

    The joints that MediaPipe's source calls PIP are the MCPs 5, 9 and 13.
    """
    points = landmarks[:, :2].astype(np.float64)
    aim = (points[5] + points[13]) / 4 + points[9] / 2
    turn = _turn_upright(aim - points[0])
    steady = points[_STEADY_POINTS]
    middle = (steady.max(axis=0) + steady.min(axis=0)) / 2
    rotation = _rotation(turn)
    upright = (steady - middle) @ rotation
    low, high = upright.min(axis=0), upright.max(axis=0)
    centre = rotation @ ((low + high) / 2) + middle
    return _grown(centre, high - low, turn, _HAND_SCALE, _HAND_SHIFT)


def _turn_upright(up: NDArray[np.floating]) -> float:
    """Return the clockwise turn, -pi to pi, of something whose own up points along ``up``."""
    angle = np.pi / 2 - np.arctan2(-float(up[1]), float(up[0]))
    return float(angle - 2 * np.pi * np.floor((angle + np.pi) / (2 * np.pi)))


def _grown(
    centre: NDArray[np.floating], size: NDArray[np.floating], turn: float, scale: float, up: float
) -> HandRegion:
    """Return the box made square on its longer side, shifted along its own up, and scaled."""
    x, y = centre + _rotation(turn) @ np.array([0.0, up * float(size[1])])
    return HandRegion(float(x), float(y), float(size.max()) * scale, turn)


def _rotation(turn: float) -> NDArray[np.float64]:
    cos, sin = np.cos(turn), np.sin(turn)
    return np.array([[cos, -sin], [sin, cos]])
