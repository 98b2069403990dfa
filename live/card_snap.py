"""A card's outline followed from one frame to the next: each side snapped to the edge near it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_quads import Quad, is_card_shaped, sides

Gray = NDArray[np.uint8]

_SAMPLES = 24
_REACH_PX = 7
"""How far from where it was a side is looked for, in a picture 320 wide."""

_LEAST_STEP = 1.2
_LEAST_SHARE = 0.35
"""A side is believed where this share of its samples lies on the line fitted to them."""


def snapped(gray: Gray, quad: Quad) -> Quad | None:
    """Return ``quad`` (4, 2) moved onto the edges of ``gray`` (h, w), freed of writing.

    A side whose edge is not seen moves with the others; None where fewer than two are seen.
    """
    lines = [_side_line(gray, quad[k], quad[(k + 1) % 4]) for k in range(4)]
    seen = [line for line in lines if line is not None]
    if len(seen) < 2:
        return None
    drift = np.mean([shift for shift, _ in seen])
    ends = np.array(
        [
            _moved(quad[k], quad[(k + 1) % 4], *(line or (drift, 0.0)))
            for k, line in enumerate(lines)
        ]
    )
    corners = np.array([_meeting(ends[k - 1], ends[k]) for k in range(4)], np.float32)
    is_near = np.abs(corners - quad).max() < 3 * _REACH_PX
    return corners if is_near and is_card_shaped(corners) else None


def _side_line(
    gray: Gray, start: NDArray[np.float32], end: NDArray[np.float32]
) -> tuple[float, float] | None:
    """Shift outward at the middle, in px, and its change over the side; None where unseen."""
    share = np.linspace(0.06, 0.94, _SAMPLES, dtype=np.float32)
    normal = _outward(start, end)
    offsets = np.arange(-_REACH_PX - 1, _REACH_PX + 2, dtype=np.float32)
    base = start + share[:, None] * (end - start)  # (samples, 2)
    at = base[:, None] + offsets[None, :, None] * normal  # (samples, offsets, 2)
    values = cv2.remap(gray, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    step = values[:, 2:].astype(np.float32) - values[:, :-2]
    sense = np.sign(np.sum(step * (np.abs(step) > _LEAST_STEP)))
    signed = step * (sense or 1.0) - 0.12 * np.abs(offsets[1:-1])
    best = signed.argmax(axis=1)
    is_edge = signed[np.arange(_SAMPLES), best] > _LEAST_STEP
    return _fitted(share[is_edge] - 0.5, offsets[1:-1][best[is_edge]])


def _fitted(share: NDArray[np.float32], shift: NDArray[np.float32]) -> tuple[float, float] | None:
    """A line through most of the points, fingers and strays left out."""
    if len(share) < _LEAST_SHARE * _SAMPLES:
        return None
    middle, slope = float(np.median(shift)), 0.0
    for tolerance in (4.0, 2.0, 1.2):
        near = np.abs(shift - (middle + slope * share)) < tolerance
        if near.sum() < _LEAST_SHARE * _SAMPLES:
            return None
        slope, middle = fitted_line(share[near], shift[near])
    return middle, slope


def fitted_line(x: NDArray[np.floating], y: NDArray[np.floating]) -> tuple[float, float]:
    """Return slope and height at 0 of the line that lies closest to the points, as np.polyfit.

    Written out because polyfit takes 65 us and a frame asks fifteen times.
    """
    mean_x, mean_y = float(x.sum()) / len(x), float(y.sum()) / len(y)
    away = x - mean_x
    spread = float(away @ away)
    slope = float(away @ (y - mean_y)) / spread if spread > 0 else 0.0
    return slope, mean_y - slope * mean_x


def _outward(start: NDArray[np.float32], end: NDArray[np.float32]) -> NDArray[np.float32]:
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    return np.array([along[1], -along[0]], np.float32)


def _moved(
    start: NDArray[np.float32], end: NDArray[np.float32], shift: float, slope: float
) -> NDArray[np.float32]:
    normal = _outward(start, end)
    return np.stack([start + normal * (shift - slope / 2), end + normal * (shift + slope / 2)])


def _meeting(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    (x1, y1), (x2, y2) = one
    (x3, y3), (x4, y4) = other
    cross = (x1 - x2) * (y3 - y4) - (y1 - y2) * (x3 - x4)
    if abs(cross) < 1e-6:
        return other[0]
    a, b = x1 * y2 - y1 * x2, x3 * y4 - y3 * x4
    return np.array(
        [(a * (x3 - x4) - (x1 - x2) * b) / cross, (a * (y3 - y4) - (y1 - y2) * b) / cross]
    )


def is_still(one: Quad, other: Quad) -> bool:
    """Whether a card moved by less than a hundredth of its size."""
    return bool(np.abs(one - other).max() < 0.01 * float(sides(one).max()))
