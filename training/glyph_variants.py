"""Habits of other pens drawn onto glyphs: the barred 7 and Z, the crossed 0, the hooked 1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.ink import stroke_width_px

Patch = NDArray[np.uint8]
"""(28, 28) uint8, light ink on black."""

_SHIFT = 4  # cv2.line takes sixteenths of a pixel


def barred(patch: Patch, dice: NDArray[np.float64]) -> Patch:
    """Draw a short level bar across the stem; ``dice`` (4,) in 0..1 place it."""
    row = int(12 + 5 * dice[0])
    columns = np.flatnonzero(patch[row] > 100)
    if columns.size == 0:
        return patch
    middle, reach, tilt = columns.mean(), 3 + 3 * dice[1], 2 * (dice[2] - 0.5)
    return _stroke(patch, (middle - reach, row + tilt), (middle + reach, row - tilt))


def crossed(patch: Patch, dice: NDArray[np.float64]) -> Patch:
    """Draw a slanted stroke through the middle, as in a crossed zero."""
    angle, reach = np.deg2rad(25 + 50 * dice[0]), 5 + 7 * dice[1]
    step_x, step_y = reach * np.cos(angle) * 0.8, reach * np.sin(angle)
    return _stroke(patch, (13.5 - step_x, 13.5 + step_y), (13.5 + step_x, 13.5 - step_y))


def hooked(patch: Patch, dice: NDArray[np.float64]) -> Patch:
    """Draw a one's flag, down to the left of its top, and half the time its foot."""
    rows = np.flatnonzero((patch > 100).any(axis=1))
    if rows.size < 8:
        return patch
    top, bottom = int(rows[0]), int(rows[-1])
    top_x, bottom_x = (np.flatnonzero(patch[row] > 100).mean() for row in (top, bottom))
    length, angle = 3 + 8 * dice[0], np.deg2rad(15 + 55 * dice[1])
    end = (top_x - length * np.cos(angle), top + length * np.sin(angle))
    flagged = _stroke(patch, (top_x, top + 0.5), end)
    if dice[2] < 0.5:
        return flagged
    reach = 2 + 4 * dice[3]
    return _stroke(flagged, (bottom_x - reach, bottom - 0.5), (bottom_x + reach, bottom - 0.5))


def footless(patch: Patch, dice: NDArray[np.float64]) -> Patch:
    """Lose up to a quarter of the height at the foot, as at the edge of a form's cell."""
    rows = np.flatnonzero((patch > 100).any(axis=1))
    if rows.size < 8:
        return patch
    lost = round(rows.size * (0.05 + 0.2 * dice[0]))
    cut = patch.copy()
    cut[rows[-1] - lost + 1 :] = 0
    return cut


@dataclass(frozen=True, slots=True)
class Habit:
    """What is done to a share of a label's pictures."""

    label: str
    draw: Callable[[Patch, NDArray[np.float64]], Patch]
    share: float


LATIN = (
    Habit("7", barred, 0.25),
    Habit("Z", barred, 0.2),
    Habit("0", crossed, 0.1),
    Habit("1", hooked, 0.3),
)

KANNADA = (Habit("0", footless, 0.2),)
"""A 0 without its foot bends in at its ends; a 1 does not."""


def _stroke(patch: Patch, start: tuple[float, float], end: tuple[float, float]) -> Patch:
    wide = max(1, round(stroke_width_px(patch) * 0.9))
    first, last = (tuple(round(v * 2**_SHIFT) for v in point) for point in (start, end))
    drawn = cv2.line(patch.copy(), first, last, 255, wide, cv2.LINE_AA, _SHIFT)
    return np.maximum(patch, drawn)
