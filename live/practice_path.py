"""The way a letter that moves is drawn, as an arrow over its hand shape."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.palette import INK, UNSURE
from glyphcam.live.plates import Box

_HOOK = np.linspace(0, np.pi, 14)[1:]

PATHS: Mapping[str, NDArray[np.float64]] = MappingProxyType(
    {
        "J": np.concatenate(
            [
                [[0.10, 0.10], [0.10, 0.70]],
                np.stack([0.38 - 0.28 * np.cos(_HOOK), 0.70 + 0.22 * np.sin(_HOOK)], axis=1),
            ]
        ),
        "Z": np.array([[0.90, 0.10], [0.10, 0.10], [0.90, 0.85], [0.10, 0.85]]),
    }
)
"""Ways of the fingertip (n, 2) in a unit box, as a camera sees them of a right hand."""

STARTS: Mapping[str, str] = MappingProxyType({"J": "I", "Z": "D"})
"""The hand that draws: what is drawn beside the arrow."""


def draw_path(canvas: Picture, box: Box, letter: str, is_mirrored: bool) -> None:
    """Draw the arrow of a letter that moves into ``box``; nothing for one that does not."""
    if letter not in PATHS:
        return
    unit = PATHS[letter] * ([-1, 1] if is_mirrored else [1, 1]) + (
        [1, 0] if is_mirrored else [0, 0]
    )
    points = np.round(unit * [box.width, box.height] + [box.left, box.top]).astype(np.int32)
    thick = max(2, box.width // 28)
    for colour, width in ((INK, thick + max(2, thick // 2)), (UNSURE, thick)):
        cv2.polylines(canvas, [points], False, colour, width, cv2.LINE_AA)
        _head(canvas, points, colour, width, 3.4 * thick)


def _head(
    canvas: Picture,
    points: NDArray[np.int32],
    colour: tuple[int, int, int],
    width: int,
    size: float,
) -> None:
    end, way = points[-1], (points[-1] - points[-2]).astype(float)
    angle = np.arctan2(way[1], way[0])
    for turn in (2.5, -2.5):
        side = end + size * np.array([np.cos(angle + turn), np.sin(angle + turn)])
        cv2.line(canvas, tuple(map(int, end)), tuple(map(int, side)), colour, width, cv2.LINE_AA)
