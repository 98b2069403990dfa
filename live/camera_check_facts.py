"""What many frames together tell of a camera: rate, flicker, focus, motion blur, which way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.camera_check_measure import FrameFacts, HandFacts

HANDS_NEEDED = 5
"""Fewer frames with a hand say nothing about it."""

MOVING_FROM = 0.03
"""Hand lengths a frame from which a hand counts as moving; held still it is 0.01."""


@dataclass(frozen=True, slots=True)
class HandSummary:
    """The hand over all frames: medians; ``motion_blur_px`` None if it never moved.

    ``turn_deg`` is the quarter turn (0, 90, 180, 270) by which the picture lies on its side,
    clockwise, judged by an open hand held upright; ``is_mirrored`` judged by a right hand.
    """

    light: float
    around: float
    height: float
    turn_deg: int
    is_mirrored: bool
    motion_blur_px: float | None


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """One camera measured.

    ``rate_hz`` frames a second; ``gap_share`` the share of gaps between frames over twice the
    usual; ``flicker`` the spread of the light from frame to frame over the light itself;
    ``age_s`` how old the 95th of 100 frames was when read, None for a film; ``glass_s`` from the
    screen through the camera back to the program, where that was measured.
    """

    frame_count: int
    rate_hz: float
    gap_share: float
    size_wh: tuple[int, int]
    light: float
    burnt: float
    dark: float
    flicker: float
    blur_px: float
    age_s: float | None = None
    hand: HandSummary | None = None
    glass_s: float | None = None


def summed_up(frames: Sequence[FrameFacts], glass_s: float | None = None) -> CameraFacts:
    """Return what all ``frames`` (at least one) tell together."""
    ages = [f.age_s for f in frames if f.age_s is not None]
    gaps = np.diff([f.seconds for f in frames])
    return CameraFacts(
        frame_count=len(frames),
        rate_hz=rate_hz(gaps),
        gap_share=float((gaps > 2 * np.median(gaps)).mean()) if len(gaps) else 0.0,
        size_wh=frames[-1].size_wh,
        light=float(np.median([f.light for f in frames])),
        burnt=float(np.median([f.burnt for f in frames])),
        dark=float(np.median([f.dark for f in frames])),
        flicker=flicker([f.light for f in frames]),
        blur_px=float(np.percentile([f.blur_px for f in frames], 25)),
        age_s=float(np.percentile(ages, 95)) if ages else None,
        hand=_hand_summary(frames),
        glass_s=glass_s,
    )


def rate_hz(gaps: NDArray[np.float64]) -> float:
    """Return frames a second from the gaps between them (n,) in seconds; 0 for none."""
    total = float(gaps.sum())
    return len(gaps) / total if total > 0 else 0.0


def flicker(lights: Sequence[float]) -> float:
    """Return how much the light jumps from frame to frame, over its mean.

    Each frame is held against the mean of its two neighbours, so that a slow change of the light
    counts for nothing; the median, so that a hand coming into view counts for nothing.
    """
    light = np.asarray(lights, np.float64)
    if len(light) < 5:
        return 0.0
    jumps = np.abs(light[1:-1] - (light[:-2] + light[2:]) / 2)
    return float(np.median(jumps) / max(light.mean(), 1.0))


def _hand_summary(frames: Sequence[FrameFacts]) -> HandSummary | None:
    hands = [f.hand for f in frames if f.hand is not None]
    if len(hands) < HANDS_NEEDED:
        return None
    return HandSummary(
        light=float(np.median([h.light for h in hands])),
        around=float(np.median([h.around for h in hands])),
        height=float(np.median([h.height for h in hands])),
        turn_deg=turn_deg([h.turned_deg for h in hands]),
        is_mirrored=float(np.median([h.right for h in hands])) < 0.5,
        motion_blur_px=_motion_blur_px(frames),
    )


def turn_deg(angles_deg: Sequence[float]) -> int:
    """Return the quarter turn (0, 90, 180, 270) nearest to the mean direction of the angles."""
    angles = np.radians(angles_deg)
    mean = np.arctan2(np.sin(angles).mean(), np.cos(angles).mean())
    return round(float(np.degrees(mean)) / 90) % 4 * 90


def _motion_blur_px(frames: Sequence[FrameFacts]) -> float | None:
    """Return by what sigma a moving hand is more blurred than a still one."""
    pairs = [
        (a.hand, b.hand) for a, b in pairwise(frames) if a.hand is not None and b.hand is not None
    ]
    is_moving = np.array([_step(a, b) > MOVING_FROM for a, b in pairs], np.bool_)
    if is_moving.sum() < HANDS_NEEDED or (~is_moving).sum() < HANDS_NEEDED:
        return None
    blur = np.array([b.blur_px for _, b in pairs])
    still, moving = np.median(blur[~is_moving]), np.median(blur[is_moving])
    return float(np.sqrt(max(moving**2 - still**2, 0.0)))


def _step(before: HandFacts, after: HandFacts) -> float:
    return float(np.hypot(after.x - before.x, after.y - before.y))
