"""The hand's skeleton: five coloured fingers over a dark outline, seen on any ground."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.palette import FINGERS, INK, SOFT, WHITE
from glyphcam.models.hand import Landmarks

PALM = (0, 1, 5, 9, 13, 17, 0)
CHAINS = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
TIPS = (4, 8, 12, 16, 20)

_SHIFT = 4
"""OpenCV draws at sixteenths of a pixel: a still hand's lines do not creep from pixel to pixel."""


def draw_skeleton(canvas: Picture, landmarks: Landmarks, scale: float) -> None:
    """Draw landmarks (21, 3) px onto ``canvas``; ``scale`` 1 is for a picture 480 high."""
    points = np.round(landmarks[:, :2] * (1 << _SHIFT)).astype(np.int32)
    chains = [points[list(chain)] for chain in (PALM, *CHAINS)]
    thick = max(1, round(2 * scale))
    _lines(canvas, chains, INK, thick + max(2, round(2 * scale)))
    _lines(canvas, chains[:1], SOFT, thick)
    for chain, colour in zip(chains[1:], FINGERS, strict=True):
        _lines(canvas, [chain], colour, thick)
    for tip, colour in zip(TIPS, FINGERS, strict=True):
        _joint(canvas, points[tip], 4 * scale, INK)
        _joint(canvas, points[tip], 2.6 * scale, colour)
    _joint(canvas, points[0], 3 * scale, WHITE)


def _lines(
    canvas: Picture, chains: list[NDArray[np.int32]], colour: tuple[int, int, int], thick: int
) -> None:
    cv2.polylines(canvas, chains, False, colour, thick, cv2.LINE_AA, _SHIFT)


def _joint(
    canvas: Picture, point: NDArray[np.int32], radius_px: float, colour: tuple[int, int, int]
) -> None:
    centre = (int(point[0]), int(point[1]))
    cv2.circle(canvas, centre, round(radius_px * (1 << _SHIFT)), colour, -1, cv2.LINE_AA, _SHIFT)
