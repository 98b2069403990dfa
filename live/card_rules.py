"""Ruled and squared paper: long thin lines taken out of the ink, strokes that cross them left."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

_SPAN = 0.5
"""A line this share of the sheet long is printed, not written, if it is thin as well."""

_LEAN = 0.05
"""A printed line may rise by this share of its length: outlines and folded paper are not exact."""


def without_rules(mask: Gray) -> Gray:
    """Return ink ``mask`` (h, w) uint8 0 or 255 without printed lines, level or upright."""
    level = _level_lines(mask)
    upright = _level_lines(np.ascontiguousarray(mask.T)).T
    return np.where((level > 0) | (upright > 0), 0, mask).astype(np.uint8)


def _level_lines(mask: Gray) -> Gray:
    """The pixels (h, w) uint8 of printed lines that run from left to right."""
    high, wide = mask.shape
    thick = max(3, round(min(high, wide) / 110))
    piece = max(9, wide // 28)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    if cv2.countNonZero(runs) < _SPAN * 0.5 * wide:
        return np.zeros_like(mask)
    body = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thick + 3, thick + 3), np.uint8))
    thin = cv2.subtract(runs, body)
    # Every fourth column is enough to follow a line, and four times as fast to label.
    joined = np.ascontiguousarray(cv2.dilate(thin, np.ones((3, 2 * piece), np.uint8))[:, ::4])
    count, marks, stats, _ = cv2.connectedComponentsWithStats(joined)
    band = np.zeros_like(mask)
    for index in range(1, count):
        if 4 * stats[index, cv2.CC_STAT_WIDTH] - 2 * piece > _SPAN * wide:
            _draw_fitted(band, (marks == index) & (thin[:, ::4] > 0), thick)
    tall = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((thick + 4, 1), np.uint8))
    return cv2.bitwise_and(band, cv2.bitwise_not(tall))


def _draw_fitted(band: Gray, points: NDArray[np.bool_], thick: int) -> None:
    """Add the straight line through ``points`` to ``band``, if they do lie on one."""
    ys, xs = np.nonzero(points)
    xs = 4 * xs
    if len(xs) < 2:
        return
    rise, height = np.polyfit(xs, ys, 1)
    off = np.abs(ys - (rise * xs + height))
    near = off < 2 * thick
    if abs(rise) > _LEAN or near.mean() < 0.6:
        return
    rise, height = np.polyfit(xs[near], ys[near], 1)
    wide = band.shape[1]
    start, end = (0, round(height)), (wide - 1, round(height + rise * (wide - 1)))
    cv2.line(band, start, end, 255, thick + 3)
