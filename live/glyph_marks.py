"""The connected marks of a sheet: which can be writing, and how much of the ink cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Box = NDArray[np.intp]
"""(4,) left, top, right, bottom in sheet pixels, right and bottom just outside."""

MOST_MARKS = 600
"""Larger marks first, no more than these are looked at: a page of noise must not stall the film."""

_FATTEST = 0.55
"""A mark whose stroke is wider than this share of its longer side is a blot, not a stroke."""

_DOT = 0.25
"""Blots under this share of the writing's height are dots."""

_TIP = 0.7
"""Marks at the rim under this share of the writing's height are no part of it."""

_RIM, _EDGE = 0.01, 3.0
"""A mark within this share of the sheet from its rim that is so many times longer along it than it
is thick is an edge, not an I.
"""

_RIM_CONTACT = 0.35
"""A mark that touches the sheet's rim along this share of its longer side came from outside."""

_REST = 0.5
"""A straight mark thinner than this share of the pen's width is a piece of a printed line."""

_SPECK = 0.8
"""Marks smaller than this share of the usual stroke's width are specks: a dot is as wide."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """One connected mark: ``box`` (4,), ``index`` in the label map, ``area`` px, ``stroke`` px."""

    box: Box
    index: int
    area: int
    stroke: float

    @property
    def size(self) -> int:
        """Its longer side in pixels."""
        return int(max(self.box[2] - self.box[0], self.box[3] - self.box[1]))

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.box[3] - self.box[1])

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return int(self.box[2] - self.box[0])


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What may be writing: ``kept`` marks, the label map ``labels`` (h, w) int32, the writing's
    ``height`` px, ``clutter``: the share 0 to 1 of the ink that cannot be writing, and how many
    letters seem ``severed`` by the rim.
    """

    kept: tuple[Mark, ...]
    labels: NDArray[np.int32]
    height: float
    clutter: float
    severed: int = 0


def find_marks(mask: Gray) -> Marks:
    """Return the marks of ink ``mask`` (h, w) uint8 0 or 255."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    order = 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA], kind="stable")[:MOST_MARKS]
    depth = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    marks = [_measured(labels, stats, depth, int(i)) for i in order]
    is_outside = [_is_from_outside(mark, labels) for mark in marks]
    inside = [mark for mark, is_out in zip(marks, is_outside, strict=True) if not is_out]
    outside = [mark for mark, is_out in zip(marks, is_outside, strict=True) if is_out]
    strokes = [mark for mark in inside if not _is_blot(mark)]
    strokes = _without_rests(strokes)
    height = _writing_height(strokes)
    strokes += [mark for mark in inside if _is_blot(mark) and mark.size < _DOT * height]
    least = _least_size(strokes, height)
    kept = tuple(
        mark
        for mark in strokes
        if least <= mark.size < 2.6 * height and not _is_tip(mark, labels, height)
    )
    ink, good = sum(mark.area for mark in inside), sum(mark.area for mark in kept)
    severed = sum(_is_severed(mark, kept, height) for mark in outside)
    return Marks(kept, labels, height, 1.0 - good / ink if ink else 0.0, severed)


def _measured(
    labels: NDArray[np.int32], stats: NDArray[np.int32], depth: NDArray[np.float32], index: int
) -> Mark:
    x, y, w, h, area = (int(value) for value in stats[index])
    own = labels[y : y + h, x : x + w] == index
    deepest = float(depth[y : y + h, x : x + w][own].max())
    return Mark(np.array([x, y, x + w, y + h]), index, area, 2 * deepest - 1)


def _is_from_outside(mark: Mark, labels: NDArray[np.int32]) -> bool:
    """Whether a mark comes in over the rim, as fingers and the card's own edge do."""
    x0, y0, x1, y1 = mark.box
    high, wide = labels.shape
    part = labels[y0:y1, x0:x1] == mark.index
    lines = (part[0], part[-1], part[:, 0], part[:, -1])
    touches = (y0 <= 1, y1 >= high - 1, x0 <= 1, x1 >= wide - 1)
    if (touches[0] and touches[1]) or (touches[2] and touches[3]):
        return True  # from rim to rim: a window's bar, a frame, a fold
    contact = sum(int(line.sum()) for line, is_on in zip(lines, touches, strict=True) if is_on)
    return contact > _RIM_CONTACT * mark.size


def _is_severed(mark: Mark, kept: Sequence[Mark], height: float) -> bool:
    """Whether a mark that comes in over the rim is of the same pen and size as those inside."""
    if not kept or not _TIP * height < mark.size < height / _TIP:
        return False
    pen = float(np.median([other.stroke for other in kept]))
    return 0.6 * pen < mark.stroke < 1.5 * pen and min(mark.width, mark.height) > 1.5 * pen


def _is_tip(mark: Mark, labels: NDArray[np.int32], height: float) -> bool:
    """Whether a mark at the rim is small beside the writing, or runs along it: a finger's tip, a
    card's corner, another card's side.
    """
    high, wide = labels.shape
    x0, y0, x1, y1 = mark.box
    reach = 2 + round(_RIM * max(high, wide))
    beside, level = min(x0, wide - x1), min(y0, high - y1)
    if beside <= reach and mark.height > _EDGE * mark.width:
        return True
    if level <= reach and mark.width > _EDGE * mark.height:
        return True
    return bool(min(beside, level) <= 2 and mark.size < _TIP * height)


def _is_blot(mark: Mark) -> bool:
    return mark.size > 12 and mark.stroke > _FATTEST * mark.size


def _without_rests(marks: list[Mark]) -> list[Mark]:
    """Drop what is thinner than half the pen is wide: pieces of printed lines."""
    if not marks:
        return marks
    areas = np.array([mark.area for mark in marks], np.float64)
    pen = float(np.average([mark.stroke for mark in marks], weights=areas))
    return [mark for mark in marks if min(mark.width, mark.height) > _REST * pen]


def _writing_height(marks: list[Mark]) -> float:
    """The height most of the ink is written in: the area-weighted median of the marks' sizes."""
    if not marks:
        return 0.0
    sizes = np.array([mark.size for mark in marks], dtype=np.float64)
    areas = np.array([mark.area for mark in marks], dtype=np.float64)
    order = np.argsort(sizes)
    half = np.searchsorted(np.cumsum(areas[order]), areas.sum() / 2)
    return float(sizes[order][half])


def _least_size(marks: list[Mark], height: float) -> float:
    """The size in pixels from which a mark may be part of a letter, if only its dot."""
    large = [mark.stroke for mark in marks if mark.size > 0.5 * height]
    return max(3.0, _SPECK * float(np.median(large))) if large else 3.0
