"""What one frame tells of a camera: light, blur along and across, and the hand in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.camera_check_blur import blur_px
from glyphcam.live.frame import Frame, Picture
from glyphcam.models.hand import Hand

WIDTH = 640
"""Blur is measured at this width, so that its limits hold for every picture size."""

BURNT_FROM = 250
DARK_TO = 12


@dataclass(frozen=True, slots=True)
class HandFacts:
    """The hand in a frame.

    ``light`` and ``around`` mean grey of the hand and of a ring round it, 0 to 255; ``height``
    its share of the picture's height; ``right`` the probability of a right hand; ``turned_deg``
    how far the middle finger points clockwise from straight up; ``x`` and ``y`` its middle in
    hand lengths; ``blur_px`` as in FrameFacts, of the hand's square alone.
    """

    light: float
    around: float
    height: float
    right: float
    turned_deg: float
    x: float
    y: float
    blur_px: float


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """One frame measured: when it came, how large, how light, how blurred, how old.

    ``burnt`` and ``dark`` are shares of the pixels; ``blur_px`` is the sigma of the blur of edges
    in pixels of a picture 640 wide; ``age_s`` None for a film.
    """

    seconds: float
    size_wh: tuple[int, int]
    light: float
    burnt: float
    dark: float
    blur_px: float
    age_s: float | None = None
    hand: HandFacts | None = None


def measure(frame: Frame, hand: Hand | None = None, now_s: float | None = None) -> FrameFacts:
    """Measure one frame and the hand found in it; ``now_s`` is the monotonic clock."""
    height, width = frame.image.shape[:2]
    gray = cv2.cvtColor(frame.image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, (WIDTH, max(1, height * WIDTH // width)), interpolation=cv2.INTER_AREA)
    is_timed = frame.captured_s is not None and now_s is not None
    return FrameFacts(
        seconds=frame.seconds,
        size_wh=(width, height),
        light=float(small.mean()),
        burnt=float((small >= BURNT_FROM).mean()),
        dark=float((small <= DARK_TO).mean()),
        blur_px=blur_px(small),
        age_s=now_s - frame.captured_s if is_timed else None,  # type: ignore[operator]
        hand=None if hand is None else measure_hand(gray, hand),
    )


def measure_hand(gray: Picture, hand: Hand) -> HandFacts:
    """Measure the hand in a grey picture (h, w) uint8."""
    points = hand.landmarks[:, :2]
    inside, ring = _hand_and_ring(gray.shape, points)
    way = points[9] - points[0]
    length = max(float(np.linalg.norm(hand.landmarks[9] - hand.landmarks[0])), 1e-6)
    middle_x, middle_y = points.mean(axis=0) / length
    return HandFacts(
        light=_mean_in(gray, inside),
        around=_mean_in(gray, ring),
        height=float(np.ptp(points[:, 1])) / gray.shape[0],
        right=hand.right,
        turned_deg=float(np.degrees(np.arctan2(way[0], -way[1]))),
        x=float(middle_x),
        y=float(middle_y),
        blur_px=blur_px(_square(gray, points)),
    )


def _hand_and_ring(shape: tuple[int, ...], points: NDArray[np.float32]) -> tuple[Picture, Picture]:
    """Return masks (h, w) of the hand's hull and of a ring round it half a hand wide."""
    hull = cv2.convexHull(np.round(points).astype(np.int32))
    inside = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(inside, hull, 1)
    reach = 2 * int(max(np.ptp(points, axis=0).max() / 4, 2)) + 1
    wide = cv2.dilate(inside, np.ones((reach, reach), np.uint8))
    near = cv2.dilate(inside, np.ones((reach // 3 | 1, reach // 3 | 1), np.uint8))
    return inside, wide - near


def _mean_in(gray: Picture, mask: Picture) -> float:
    return float(cv2.mean(gray, mask)[0]) if mask.any() else float(gray.mean())


def _square(gray: Picture, points: NDArray[np.float32]) -> Picture:
    """Return the hand's box, scaled as if the picture were WIDTH wide."""
    height, width = gray.shape
    low = np.clip(np.floor(points.min(axis=0)), 0, (width - 2, height - 2)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)) + 1, low + 2, (width, height)).astype(int)
    box = gray[low[1] : high[1], low[0] : high[0]]
    scale = WIDTH / width
    size = (max(3, round(box.shape[1] * scale)), max(3, round(box.shape[0] * scale)))
    return cv2.resize(box, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
