"""Holding still: a hand that keeps its place fills a ring, one that moves begins again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand

Shape = NDArray[np.float32]
"""(n, 2) float32: landmarks in hand lengths, or a card's corners in its widths, as they stand."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How still, and how long: times in seconds, distances in hand lengths."""

    settle_s: float = 0.6
    """No sample is taken this early in a hold: the hand is still on its way."""
    every_s: float = 0.35
    """The time between two samples: 0.6 s and four times this are the two seconds of a letter."""
    drift: float = 0.15
    """A hand that moved further than this from where the hold began has moved; tremor is 0.03."""


HOLDING = Holding()


@dataclass(frozen=True, slots=True)
class Hold:
    """One frame's verdict: how full the ring is (0 to 1), and what the frame is good for."""

    progress: float
    is_sample: bool = False
    has_moved: bool = False


class HoldGate:
    """Watches one letter being held and says which frames are its samples."""

    def __init__(self, samples: int, how: Holding = HOLDING) -> None:
        self._samples = samples
        self._how = how
        self._start: Shape | None = None
        self._since_s = 0.0
        self._taken = 0

    @property
    def length_s(self) -> float:
        """How long the letter must be held."""
        return self._how.settle_s + self._how.every_s * (self._samples - 1)

    def update(self, hand: Hand | None, seconds: float) -> Hold:
        """Take one frame's hand in; a lost or moved hand empties the ring."""
        return self.follow(None if hand is None else in_hand_lengths(hand), seconds)

    def follow(self, shape: Shape | None, seconds: float) -> Hold:
        """Take in where something stands in one frame; what is lost or moved empties the ring."""
        if shape is None:
            self.restart()
            return Hold(0.0)
        if self._start is None or moved(self._start, shape) > self._how.drift:
            has_moved = self._start is not None and seconds - self._since_s > self._how.settle_s / 2
            self._start, self._since_s, self._taken = shape, seconds, 0
            return Hold(0.0, has_moved=has_moved)
        held_s = seconds - self._since_s
        progress = min(held_s / self.length_s, 1.0)
        is_sample = self._taken < self._samples and held_s >= self._due_s() - 1e-9
        self._taken += is_sample
        return Hold(progress, is_sample)

    def restart(self) -> None:
        """Begin again with an empty ring."""
        self._start, self._taken = None, 0

    def _due_s(self) -> float:
        return self._how.settle_s + self._how.every_s * self._taken


def in_hand_lengths(hand: Hand) -> Shape:
    """Return x, y (21, 2) of the landmarks divided by the distance from wrist to middle knuckle."""
    points = hand.landmarks[:, :2]
    length = float(np.linalg.norm(hand.landmarks[9] - hand.landmarks[0]))
    return (points / max(length, 1e-6)).astype(np.float32)


def moved(before: Shape, after: Shape) -> float:
    """Return how far the middle landmark of all moved, in hand lengths."""
    return float(np.median(np.linalg.norm(after - before, axis=1)))
