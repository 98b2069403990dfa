"""Ruled and squared paper: long thin lines taken out of the ink, strokes that cross them left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_snap import fitted_line

Gray = NDArray[np.uint8]

_SPAN = 0.7
"""A line this share of the sheet long is printed, not written, if it is thin as well."""

_COVER = 0.45
"""So much of its length must be seen: the bars of E, L, L stand in line, but with wide gaps."""

_NEAR_RIM = 0.07
_FAR_RIM = 0.25
"""Printed lines run to the sheet's rim, a hand may hide one end; a word keeps off both rims."""

_LEAST_THICK, _THINNER = 3, 0.45
"""Printed lines may be three pixels wide, or this share of the pen's width if that is more."""

_LEAN = 0.05
"""A printed line may rise by this share of its length: outlines and folded paper are not exact."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """Where printed lines run, ``level`` and ``upright``, each (h, w) uint8 0 or 255, and how
    thick they may be, in pixels.
    """

    level: Gray
    upright: Gray
    thick: int

    @property
    def both(self) -> Gray:
        """Every printed line (h, w) uint8 0 or 255, a little wider than it is."""
        return cv2.bitwise_or(self.level, self.upright)


def printed_rules(faint: Gray) -> Rules:
    """Return the printed lines of ink ``faint`` (h, w) uint8 0 or 255, cut at a low threshold.

    Lines that only break through here and there at a higher one are whole in it.
    """
    thick = _thickness(faint)
    upright = _line_bands(np.ascontiguousarray(faint.T), thick).T
    return Rules(_line_bands(faint, thick), np.ascontiguousarray(upright), thick)


def without_rules(mask: Gray, rules: Rules) -> Gray:
    """Return ink ``mask`` (h, w) uint8 0 or 255 without printed lines, strokes across them left."""
    if not rules.level.any() and not rules.upright.any():
        return mask
    thick = rules.thick
    # A stroke across a line is what stays long across it once the other lines are taken out.
    across = _opened(cv2.subtract(mask, rules.upright), (1, thick + 4))
    along = _opened(cv2.subtract(mask, rules.level), (thick + 4, 1))
    solid = _opened(mask, (thick + 3, thick + 3))  # where two lines meet inside a stroke
    keep = cv2.bitwise_or(cv2.bitwise_or(across, along), solid)
    return np.asarray(cv2.subtract(mask, cv2.subtract(rules.both, keep)), np.uint8)


def _thickness(mask: Gray) -> int:
    """The width in pixels that a printed line may have on a sheet of this size.

    It is thinner than the pen: on a page with many rows the stems of T and H stand in one line too.
    """
    thick = round(min(mask.shape) / 110)
    if thick <= _LEAST_THICK or not mask.any():
        return _LEAST_THICK
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)[::2, ::2]
    pen = 2 * float(np.percentile(depth[depth > 0], 97)) - 1
    return max(_LEAST_THICK, min(thick, round(_THINNER * pen)))


def _opened(mask: Gray, size_wh: tuple[int, int]) -> Gray:
    kernel = np.ones(size_wh[::-1], np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.uint8)


def _line_bands(mask: Gray, thick: int) -> Gray:
    """Where printed lines run from left to right, a little wider than they are: (h, w) uint8."""
    high, wide = mask.shape
    piece = max(9, wide // 28)
    band = np.zeros_like(mask)
    runs = _opened(mask, (piece, 1))
    if cv2.countNonZero(runs) < _SPAN * _COVER * wide:
        return band
    body = cv2.dilate(_opened(runs, (thick + 3, thick + 3)), np.ones((5, 3), np.uint8))
    thin = cv2.subtract(runs, body)
    edge = cv2.subtract(thin, np.roll(thin, 1, axis=0))  # one pixel a line and column
    ys, xs = np.nonzero(edge[:, ::2])
    for rise, height in _lines(2 * xs, ys, wide, high):
        start, end = (0, round(height)), (wide - 1, round(height + rise * (wide - 1)))
        cv2.line(band, start, end, 255, thick + 4)
    return band


def _lines(
    xs: NDArray[np.intp], ys: NDArray[np.intp], wide: int, high: int
) -> Iterator[tuple[float, float]]:
    """Yield (rise, height) of each line that points, every other column, run along.

    Printed lines are parallel: the lean at which the points fall into the sharpest rows is
    theirs.
    """
    reach = 3 + round(0.005 * wide)
    leans = np.linspace(-_LEAN, _LEAN, 11)
    rows = [np.rint(ys - lean * xs).astype(np.intp) + wide for lean in leans]
    sums = [np.convolve(np.bincount(r, minlength=2 * wide + high), np.ones(reach)) for r in rows]
    best = int(np.argmax([np.square(total).sum() for total in sums]))
    total = sums[best].copy()
    while 2 * total.max() > _SPAN * _COVER * wide:
        peak = int(total.argmax())
        total[max(0, peak - 2 * reach) : peak + 2 * reach] = 0
        near = np.abs(rows[best] - (peak - (reach - 1) / 2)) <= reach / 2 + 1
        if _is_printed(xs[near], wide):
            rise, height = fitted_line(xs[near].astype(np.float64), ys[near].astype(np.float64))
            yield rise, height + 0.5


def _is_printed(xs: NDArray[np.intp], wide: int) -> bool:
    """Whether points at ``xs``, every other column, run from rim to rim without wide gaps."""
    if 2 * len(np.unique(xs)) < _SPAN * _COVER * wide:
        return False
    before, after = int(xs.min()), wide - int(xs.max())
    return min(before, after) < _NEAR_RIM * wide and max(before, after) < _FAR_RIM * wide
