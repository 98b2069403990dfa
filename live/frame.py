"""A frame: one picture of a source, with its place and time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(h, w, 3) uint8 BGR."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``image`` (h, w, 3) uint8 BGR, number ``index`` of its source, ``seconds`` on its clock.

    ``captured_s`` is the monotonic clock when the frame left the camera, None for a film.
    ``notice`` is set where the source has something to say, such as a camera that stopped: the
    image is then a blank one, never an old picture.
    """

    image: Picture
    index: int
    seconds: float
    captured_s: float | None = None
    notice: str | None = None
