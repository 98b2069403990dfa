"""Scribbles: more holes or more strokes side by side than any character has."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_INK = 96
"""A crop's pixel of at least this, of 255, is ink."""

_MOST_HOLES = 4
"""B and 8 have two; loops of a flourished hand add one or two."""

_LEAST_HOLE = 0.002
"""Holes under this share of the crop are flaws of the ink."""

_MOST_STROKES = 3.8
"""So many strokes are met on the way across, or down, on average. Of 5,700 characters of three
scripts none comes to more than 3.3, and none has more than three holes.
"""


def is_tangle(crop: NDArray[np.uint8]) -> bool:
    """Whether ``crop`` (h, w) uint8, light ink on black, is a scribble rather than a character."""
    ink = cv2.copyMakeBorder((crop >= _INK).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    if max(_strokes(ink), _strokes(ink.T)) > _MOST_STROKES:
        return True
    bare = cv2.connectedComponentsWithStats(1 - ink, connectivity=4)
    areas = bare[2][1:, cv2.CC_STAT_AREA]
    return int((areas > max(3.0, _LEAST_HOLE * ink.size)).sum()) - 1 > _MOST_HOLES


def _strokes(ink: NDArray[np.uint8]) -> float:
    """How many strokes a row of ``ink`` (h, w) 0 or 1 meets, on average of those that meet any."""
    met = (ink[:, 1:] > ink[:, :-1]).sum(axis=1)
    return float(met[met > 0].mean()) if met.any() else 0.0
