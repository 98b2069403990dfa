"""Glass to glass: the window flips between dark and light, and the camera sees it, or does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FLIP_EVERY_S = 0.7
"""Uneven enough against any frame rate, slow enough to be safe: under three flashes a second."""

LONGEST_S = 0.6
"""Delays are looked for up to here: over FLIP_EVERY_S one flip would pass for the next."""

_LIKE_FROM = 0.6
"""The least correlation of light and flips that means the camera sees the screen."""


def is_light_at(seconds: float) -> bool:
    """Return whether the window is light ``seconds`` after the flipping began."""
    return int(seconds / FLIP_EVERY_S) % 2 == 1


def glass_delay_s(seconds: Sequence[float], lights: Sequence[float]) -> float | None:
    """Return the delay at which the frames' light follows the flips; None if it does not.

    ``seconds`` (n,) when each frame was read, from the beginning of the flips; ``lights`` (n,)
    mean grey of each.
    """
    at, light = np.asarray(seconds, np.float64), np.asarray(lights, np.float64)
    is_inside = at > LONGEST_S
    if is_inside.sum() < 20 or np.ptp(light[is_inside]) < 2.0:
        return None
    delays = np.arange(0.0, LONGEST_S, 0.005)
    likeness = [_likeness(at[is_inside] - delay, light[is_inside]) for delay in delays]
    best = np.flatnonzero(np.asarray(likeness) >= max(likeness) - 1e-9)
    return float(delays[best].mean()) if max(likeness) >= _LIKE_FROM else None


def _likeness(shown_at: NDArray[np.float64], light: NDArray[np.float64]) -> float:
    shown = (shown_at / FLIP_EVERY_S).astype(np.int64) % 2
    if shown.min() == shown.max():
        return 0.0
    return float(np.corrcoef(shown, light)[0, 1])
