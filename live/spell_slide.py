"""The slide that doubles a letter: the hand goes aside with the same shape and rests again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand

_KNUCKLES = [5, 9, 13, 17]

SLID = 0.6
"""So far aside is a slide, in lengths of the palm; the tremor of held letters stays below 0.1."""

FORGET_S = 0.5
"""The half-life of where the hand was: who drifts does not slide."""

MOVING_PER_S = 1.2
"""Lengths of the palm a second from which a hand is under way."""


class SlideWatch:
    """Follows the place of one hand; a slide is told once, when the hand rests again."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew: the next hand is another one, or shows another letter."""
        self._rest: NDArray[np.float32] | None = None
        self._last: NDArray[np.float32] | None = None
        self._seconds = 0.0
        self._is_slid = False

    def update(self, hand: Hand, seconds: float) -> bool:
        """Take one frame in; return whether a slide ends in it."""
        middle = hand.landmarks[[0, *_KNUCKLES], :2].mean(axis=0)
        palm = float(
            np.linalg.norm(hand.landmarks[_KNUCKLES, :2] - hand.landmarks[0, :2], axis=1).mean()
        )
        rest, last = self._rest, self._last
        elapsed_s = seconds - self._seconds
        self._last, self._seconds = middle, seconds
        if rest is None or last is None or elapsed_s <= 0:
            self._rest = middle
            return False
        across, down = np.abs(middle - rest) / max(palm, 1e-6)
        self._is_slid = self._is_slid or bool(across >= SLID and across > 1.5 * down)
        kept = 0.5 ** (elapsed_s / FORGET_S)
        self._rest = kept * rest + (1 - kept) * middle
        speed_per_s = float(np.linalg.norm(middle - last)) / max(palm, 1e-6) / elapsed_s
        if self._is_slid and speed_per_s < MOVING_PER_S:
            self._is_slid, self._rest = False, middle
            return True
        return False
