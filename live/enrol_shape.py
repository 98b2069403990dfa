"""A hand shape drawn from landmarks: a palm and five fingers, the nearer over the farther."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.palette import Colour
from glyphcam.live.plates import Box
from glyphcam.models.hand import Landmarks

SKIN: Colour = (206, 214, 222)
SHADE: Colour = (150, 160, 172)
NAIL: Colour = (236, 240, 244)
OUTLINE: Colour = (52, 46, 42)
"""A drawing's greys, not anybody's skin."""

_FINGERS = ((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
_PALM = (0, 1, 2, 5, 9, 13, 17)
_WIDTHS = (0.30, 0.26, 0.26, 0.25, 0.22)
"""How thick each finger is, the middle knuckle's distance from the wrist being 1."""

_SHIFT = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A finger's bone, or the palm: its points (n, 2) px, its depth, how thick it is drawn."""

    points: NDArray[np.int32]
    depth: float
    width_px: int
    is_tip: bool = False


def draw_shape(canvas: Picture, box: Box, shape: Landmarks, is_mirrored: bool) -> None:
    """Draw ``shape`` (21, 3) into ``box`` of ``canvas``, upright as it is, as large as fits."""
    points = shape[:, :2] * np.array([-1 if is_mirrored else 1, 1], np.float32)
    low, high = points.min(axis=0) - 0.2, points.max(axis=0) + 0.2
    unit_px = min(box.width / (high[0] - low[0]), box.height / (high[1] - low[1]))
    centre = np.array([box.left + box.width / 2, box.top + box.height / 2])
    placed = (points - (low + high) / 2) * unit_px + centre
    for part in sorted(_parts(placed, shape[:, 2], unit_px), key=lambda p: -p.depth):
        _draw(canvas, part, max(1, round(unit_px * 0.035)))


def _parts(placed: Landmarks, depth: NDArray[np.float32], unit_px: float) -> list[_Part]:
    parts = [_Part(_fixed(placed[list(_PALM)]), float(depth[list(_PALM)].mean()) + 0.05, 0)]
    for chain, width in zip(_FINGERS, _WIDTHS, strict=True):
        for first, second in pairwise(chain):
            parts.append(
                _Part(
                    _fixed(placed[[first, second]]),
                    float(depth[[first, second]].mean()),
                    max(2, round(width * unit_px)),
                    is_tip=second == chain[-1],
                )
            )
    return parts


def _draw(canvas: Picture, part: _Part, line_px: int) -> None:
    if not part.width_px:
        reach = max(2, round(6 * line_px))
        _lines(canvas, part.points, OUTLINE, reach + 2 * line_px, is_closed=True)
        cv2.fillPoly(canvas, [part.points], SKIN, cv2.LINE_AA, _SHIFT)
        _lines(canvas, part.points, SKIN, reach, is_closed=True)
        return
    _lines(canvas, part.points, OUTLINE, part.width_px + 2 * line_px)
    _lines(canvas, part.points, SKIN, part.width_px)
    if part.is_tip:
        end = part.points[1] + (part.points[0] - part.points[1]) // 12
        radius = round(part.width_px * 0.30 * (1 << _SHIFT))
        cv2.circle(canvas, (int(end[0]), int(end[1])), radius, NAIL, -1, cv2.LINE_AA, _SHIFT)


def _lines(
    canvas: Picture,
    points: NDArray[np.int32],
    colour: Colour,
    width_px: int,
    is_closed: bool = False,
) -> None:
    cv2.polylines(canvas, [points], is_closed, colour, width_px, cv2.LINE_AA, _SHIFT)


def _fixed(points: Landmarks) -> NDArray[np.int32]:
    """Return points in sixteenths of a pixel."""
    return np.round(points * (1 << _SHIFT)).astype(np.int32)
