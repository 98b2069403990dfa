"""Four-cornered outlines: a region's hull brought to four sides, ordered, measured, refined."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Quad = NDArray[np.float32]
"""(4, 2) float32 corners x, y in pixels: top left, top right, bottom right, bottom left."""

Points = NDArray[np.float32]
"""(n, 2) float32 x, y in pixels."""


def area(polygon: Points) -> float:
    """Return the area of a polygon (n, 2) in square pixels."""
    x, y = polygon[:, 0], polygon[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def four_sides(points: Points) -> Quad | None:
    """Return the tight four-sided outline of ``points`` (n, 2), or None where there is none.

    The hull's sides are dropped one by one, its neighbours drawn out until they meet, always the
    one that adds least area: a corner bitten off by a thumb grows back, as do rounded corners.
    """
    hull = cv2.convexHull(points.astype(np.float32))
    polygon = cv2.approxPolyDP(hull, 0.006 * cv2.arcLength(hull, True), True)[:, 0]
    while len(polygon) > 4:
        shorter = _drop_cheapest_side(polygon)
        if shorter is None:
            return None
        polygon = shorter
    return ordered(polygon) if len(polygon) == 4 else None


def _drop_cheapest_side(polygon: Points) -> Points | None:
    count = len(polygon)
    best, cost = None, np.inf
    for i in range(count):
        a, b, c, d = (polygon[(i + k) % count] for k in (-1, 0, 1, 2))
        meet = _crossing(a, b, d, c)
        if meet is None:
            continue
        added = area(np.stack([b, meet, c]))
        if added < cost:
            rest = [polygon[(i + 2 + k) % count] for k in range(count - 2)]
            best, cost = np.array([meet, *rest], np.float32), added
    return best


def _crossing(a: Points, b: Points, d: Points, c: Points) -> Points | None:
    """Where the ray a-b beyond b meets the ray d-c beyond c; None where they part."""
    (ux, uy), (vx, vy), (wx, wy) = b - a, c - d, d - a
    cross = ux * vy - uy * vx
    if abs(cross) < 1e-6:
        return None
    s, t = (wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross
    if s < 1 or t < 1:
        return None
    return np.array([a[0] + s * ux, a[1] + s * uy], np.float32)


_NEXT = np.array([1, 2, 3, 0])
_TURNS = [np.roll(np.arange(4), -turn) for turn in range(4)]
"""Which corner comes next, and the four ways to begin: np.roll itself takes 10 us a call."""


def ordered(corners: Points) -> Quad:
    """Return four corners clockwise from the top left, read as the side-ways-most does.

    The top side is the one whose direction is nearest to "to the right": a card turned by less
    than 45 degrees is read upright.
    """
    x, y = corners[:, 0], corners[:, 1]
    if np.dot(x, y[_NEXT]) - np.dot(y, x[_NEXT]) < 0:
        corners = corners[::-1]
    starts = [corners[turn] for turn in _TURNS]
    return np.ascontiguousarray(max(starts, key=_rightness), dtype=np.float32)


def _rightness(corners: Points) -> float:
    """How far top and bottom both run to the right, in their own lengths."""
    top, low = corners[1] - corners[0], corners[2] - corners[3]
    return float(top[0] / max(np.hypot(*top), 1e-6) + low[0] / max(np.hypot(*low), 1e-6))


def sides(quad: Quad) -> NDArray[np.float32]:
    """Return the lengths (4,) of the top, right, bottom and left side in pixels."""
    return np.hypot(*(quad[_NEXT] - quad).T).astype(np.float32)


def size_of(quad: Quad) -> tuple[float, float]:
    """Return (width, height) in pixels: the longer of each pair of opposite sides."""
    top, right, low, left = sides(quad)
    return float(max(top, low)), float(max(left, right))


def is_card_shaped(quad: Quad) -> bool:
    """Whether a flat card could look so: convex, no corner below 40 degrees, no sliver."""
    ahead = np.roll(quad, -1, axis=0) - quad
    behind = np.roll(quad, 1, axis=0) - quad
    norms = np.hypot(*ahead.T) * np.hypot(*behind.T)
    sine = (ahead[:, 0] * behind[:, 1] - ahead[:, 1] * behind[:, 0]) / np.maximum(norms, 1e-6)
    top, right, low, left = sides(quad)
    is_even = min(top, low) > 0.4 * max(top, low) and min(left, right) > 0.4 * max(left, right)
    is_thick = min(left, right) > 0.07 * max(top, low) and min(top, low) > 0.2 * max(left, right)
    return bool((sine > 0.6).all() and is_even and is_thick)


def overlap(one: Quad, other: Quad) -> float:
    """Return intersection over union of two convex quads, 0 to 1."""
    shared, _ = cv2.intersectConvexConvex(one, other)
    return float(shared / max(area(one) + area(other) - shared, 1e-6))


def cover(inner: Quad, outer: Quad) -> float:
    """Return the share of ``inner`` that lies in ``outer``, 0 to 1."""
    shared, _ = cv2.intersectConvexConvex(inner, outer)
    return float(shared / max(area(inner), 1e-6))
