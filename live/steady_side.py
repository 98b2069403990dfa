"""Left or right, steadied: the answer wavers from frame to frame where a hand is seen edge-on."""

from __future__ import annotations

from dataclasses import replace

from glyphcam.models.hand import Hand

_HALF_LIFE_S = 0.5


class SteadySide:
    """Smooths the probability of a right hand over the time that one hand is followed."""

    def __init__(self, half_life_s: float = _HALF_LIFE_S) -> None:
        self._half_life_s = half_life_s
        self._right: float | None = None
        self._seconds = 0.0

    def forget(self) -> None:
        """Begin anew: the next hand is another one."""
        self._right = None

    def steadied(self, hand: Hand, seconds: float) -> Hand:
        """Return ``hand`` seen at ``seconds`` with the smoothed probability as its ``right``."""
        if self._right is None:
            self._right = hand.right
        passed = max(0.0, seconds - self._seconds)
        kept = 0.5 ** (passed / self._half_life_s)
        self._right = kept * self._right + (1 - kept) * hand.right
        self._seconds = seconds
        return replace(hand, right=self._right)
