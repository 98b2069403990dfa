"""The gesture that takes the last letter back: thumb down.

It is no letter, nobody makes it in passing (an open hand is what every hand does on its way), it
needs no movement, and the hand finder knows it well: it is one of the gestures its makers name.
"""

from __future__ import annotations

import numpy as np

from glyphcam.models.hand import Hand

_TIPS, _MIDDLES, _KNUCKLES = [8, 12, 16, 20], [6, 10, 14, 18], [5, 9, 13, 17]
_THUMB_ROOT, _THUMB_TIP, _WRIST = 1, 4, 0

BELOW = 0.35
"""The thumb's tip is so far below everything else, in lengths of the palm."""

STRAIGHT = 1.0
"""The thumb's tip is so far from its root, in lengths of the palm: in A, L and Y it is 1.2."""

HALF_LIFE_S = 0.08


def is_thumb_down(hand: Hand) -> bool:
    """Whether the hand is a fist whose thumb points down.

    None of 27,703 hands of letters is taken for it.
    """
    points = hand.landmarks[:, :2]
    palm = float(np.linalg.norm(points[_KNUCKLES] - points[_WRIST], axis=1).mean())
    others = np.delete(points[:, 1], [3, 4])
    is_lowest = points[_THUMB_TIP, 1] - others.max() >= BELOW * palm
    reach = float(np.linalg.norm(points[_THUMB_TIP] - points[_THUMB_ROOT]))
    tips = np.linalg.norm(points[_TIPS] - points[_WRIST], axis=1)
    middles = np.linalg.norm(points[_MIDDLES] - points[_WRIST], axis=1)
    return bool(is_lowest and reach >= STRAIGHT * palm and (tips < 1.05 * middles).all())


class GestureWatch:
    """Steadies the gesture: a frame more or less does not begin or end it."""

    def __init__(self, half_life_s: float = HALF_LIFE_S) -> None:
        self._half_life_s = half_life_s
        self._share = 0.0
        self._seconds = 0.0

    def update(self, hand: Hand | None, seconds: float) -> bool:
        """Take one frame in; return whether the gesture is being made."""
        kept = 0.5 ** (max(0.0, seconds - self._seconds) / self._half_life_s)
        is_made = hand is not None and is_thumb_down(hand)
        self._share = kept * self._share + (1 - kept) * is_made
        self._seconds = seconds
        return self._share >= 0.5
