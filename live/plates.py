"""Dark rounded plates, bars and dots that text stands on and beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.palette import INK, Colour

DARKNESS = 0.28
"""How much of the picture's light is left under a plate: white text keeps a contrast of 7."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int


def plate(canvas: Picture, box: Box, radius_px: int) -> None:
    """Darken the box on ``canvas``, its corners rounded."""
    ground = canvas[max(0, box.top) : box.top + box.height, max(0, box.left) : box.left + box.width]
    height, width = ground.shape[:2]
    radius_px = min(radius_px, height // 2, width // 2)
    if radius_px <= 0:
        return
    before = [corner.copy() for corner in _corners(ground, radius_px)]
    cv2.convertScaleAbs(ground, dst=ground, alpha=DARKNESS)
    rounds = _rounds(radius_px)
    for corner, old, outside in zip(_corners(ground, radius_px), before, rounds, strict=True):
        corner[:] = cv2.blendLinear(old, corner, outside, 1 - outside)


def bar(canvas: Picture, box: Box, share: float, colour: Colour) -> None:
    """Draw a bar filled to ``share`` (0 to 1)."""
    _pill(canvas, box, INK)
    filled = round(box.width * min(1.0, max(0.0, share)))
    if filled >= box.height:
        _pill(canvas, Box(box.left, box.top, filled, box.height), colour)


def dot(canvas: Picture, centre_xy: tuple[int, int], radius_px: int, colour: Colour) -> None:
    """Draw a full dot."""
    cv2.circle(canvas, centre_xy, radius_px, colour, -1, cv2.LINE_AA)


def _pill(canvas: Picture, box: Box, colour: Colour) -> None:
    middle = box.top + box.height // 2
    reach = max(1, box.height // 2)
    start, end = (box.left + reach, middle), (box.left + box.width - reach, middle)
    cv2.line(canvas, start, end, colour, max(1, box.height), cv2.LINE_AA)


def _corners(ground: Picture, radius_px: int) -> tuple[Picture, Picture, Picture, Picture]:
    """Return views of the four corners: top left, then clockwise."""
    r = radius_px
    return ground[:r, :r], ground[:r, -r:], ground[-r:, -r:], ground[-r:, :r]


@lru_cache(maxsize=32)
def _rounds(radius_px: int) -> tuple[NDArray[np.float32], ...]:
    """Return how far each pixel of the four corners lies outside the round, 0 to 1."""
    steps = radius_px - 0.5 - np.arange(radius_px, dtype=np.float32)
    outside = np.hypot(steps[:, None], steps[None, :]) - radius_px + 0.5
    top_left = np.clip(outside, 0, 1).astype(np.float32)
    return tuple(np.ascontiguousarray(np.rot90(top_left, -turn)) for turn in range(4))
