"""Which side the answer stands on: the one where it does not cover what is being read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.answer_panel import answer_box
from glyphcam.live.plates import Box
from glyphcam.live.reading import Region

COVERED = 2
"""So many covered points make the panel move, if it covers none on the other side."""


class PanelSide:
    """Left until something is in the way there; it then stays right until that is so there."""

    def __init__(self) -> None:
        self.is_right = False

    def keep_off(self, region: Region | None, size_wh: tuple[int, int], scale: float) -> None:
        """Change sides where the panel would cover the hand, or the card, in ``region``."""
        if region is None:
            return
        points = region.quad if region.hand is None else region.hand.landmarks[:, :2]
        here = answer_box(size_wh, scale, self.is_right)
        there = answer_box(size_wh, scale, not self.is_right)
        if _inside(points, here) >= COVERED and _inside(points, there) == 0:
            self.is_right = not self.is_right


def _inside(points: NDArray[np.float32], box: Box) -> int:
    """Return how many of the points (n, 2) lie in the box."""
    low, high = (box.left, box.top), (box.left + box.width, box.top + box.height)
    return int(((points >= low) & (points < high)).all(axis=1).sum())
