"""Ruled and squared paper: long thin lines taken out of the ink, strokes that cross them left."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

_SPAN = 0.7
"""A line this share of the sheet long is printed, not written, if it is thin as well."""

_COVER = 0.45
"""So much of its length must be seen: the bars of E, L, L stand in line, but with wide gaps."""

_NEAR_RIM = 0.07
_FAR_RIM = 0.25
"""Printed lines run to the sheet's rim, a hand may hide one end; a word keeps off both rims."""

_LEAN = 0.05
"""A printed line may rise by this share of its length: outlines and folded paper are not exact."""


def without_rules(mask: Gray, faint: Gray) -> Gray:
    """Return ink ``mask`` (h, w) uint8 0 or 255 without printed lines, level or upright.

    ``faint`` is the same at a lower threshold: lines that only break through here and there are
    whole in it.
    """
    level, upright = _line_bands(faint), _line_bands(np.ascontiguousarray(faint.T)).T
    if not level.any() and not upright.any():
        return mask
    thick = _thickness(mask)
    # A stroke across a line is what stays long across it once the other lines are taken out.
    across = _opened(cv2.subtract(mask, np.ascontiguousarray(upright)), (1, thick + 4))
    along = _opened(cv2.subtract(mask, level), (thick + 4, 1))
    keep = cv2.bitwise_or(across, along)
    lines = cv2.bitwise_or(level, np.ascontiguousarray(upright))
    return np.asarray(cv2.subtract(mask, cv2.subtract(lines, keep)), np.uint8)


def _thickness(mask: Gray) -> int:
    """The width in pixels that a printed line may have on a sheet of this size."""
    return max(3, round(min(mask.shape) / 110))


def _opened(mask: Gray, size_wh: tuple[int, int]) -> Gray:
    kernel = np.ones(size_wh[::-1], np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.uint8)


def _line_bands(mask: Gray) -> Gray:
    """Where printed lines run from left to right, a little wider than they are: (h, w) uint8."""
    wide = mask.shape[1]
    thick, piece = _thickness(mask), max(9, wide // 28)
    runs = _opened(mask, (piece, 1))
    band = np.zeros_like(mask)
    if cv2.countNonZero(runs) < _SPAN * _COVER * wide:
        return band
    thin = cv2.subtract(runs, _opened(runs, (thick + 3, thick + 3)))
    # Every fourth column is enough to follow a line, and four times as fast to label.
    joined = np.ascontiguousarray(cv2.dilate(thin, np.ones((3, 2 * piece), np.uint8))[:, ::4])
    count, marks, stats, _ = cv2.connectedComponentsWithStats(joined)
    for index in range(1, count):
        if 4 * stats[index, cv2.CC_STAT_WIDTH] - 2 * piece > _SPAN * wide:
            _draw_fitted(band, (marks == index) & (thin[:, ::4] > 0), thick)
    return band


def _draw_fitted(band: Gray, points: NDArray[np.bool_], thick: int) -> None:
    """Add the straight line through most of ``points``, every fourth column, to ``band``."""
    ys, xs = np.nonzero(points)
    xs = 4 * xs
    if not _is_printed(xs, band.shape[1]):
        return
    rise, height = _first_guess(xs, ys)
    for reach in (3 * thick, 2 * thick):
        near = np.abs(ys - (rise * xs + height)) < reach
        if not _is_printed(xs[near], band.shape[1]):
            return
        rise, height = np.polyfit(xs[near], ys[near], 1)
    if abs(rise) > _LEAN or near.mean() < 0.4:
        return
    wide = band.shape[1]
    start, end = (0, round(height)), (wide - 1, round(height + rise * (wide - 1)))
    cv2.line(band, start, end, 255, thick + 3)


def _is_printed(xs: NDArray[np.intp], wide: int) -> bool:
    """Whether points at ``xs``, every fourth column, run from rim to rim without wide gaps."""
    if 4 * len(np.unique(xs)) < _SPAN * _COVER * wide:
        return False
    before, after = int(xs.min()), wide - int(xs.max())
    return min(before, after) < _NEAR_RIM * wide and max(before, after) < _FAR_RIM * wide


def _first_guess(xs: NDArray[np.intp], ys: NDArray[np.intp]) -> tuple[float, float]:
    """Rise and height of the line from the commonest y of its left to that of its right third."""
    low, high = int(xs.min()), int(xs.max())
    third = (high - low) / 3
    left, right = ys[xs <= low + third], ys[xs >= high - third]
    first, last = (int(np.bincount(part).argmax()) for part in (left, right))
    rise = (last - first) / max(high - low - third, 1.0)
    return rise, first - rise * (low + third / 2)
