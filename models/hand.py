"""A hand: its 21 landmarks in pixels and in metres, and which hand it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Landmarks = NDArray[np.float32]
"""(21, 3) float32: x, y in picture pixels, z on the same scale, smaller is nearer the camera."""


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One found hand.

    ``landmarks`` (21, 3) float32 px in MediaPipe's order; ``world`` (21, 3) float32 in metres
    round the hand's centre; ``right`` the probability that it is a person's right hand, the
    picture not being mirrored; ``score`` the landmark network's own presence score, 0 to 1.
    """

    landmarks: Landmarks
    world: Landmarks
    right: float
    score: float

    @property
    def is_right(self) -> bool:
        """Whether it is more likely a right hand than a left one."""
        return self.right >= 0.5
