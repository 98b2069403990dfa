"""Frames a second and the age of the frame shown, from the clock."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from glyphcam.live.frame import Frame

WINDOW = 30
"""Frames the rate is taken over: a second of a usual camera."""


class Meter:
    """Counts the frames as they are drawn."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times_s: deque[float] = deque(maxlen=WINDOW)
        self._last_index = -1

    def tick(self, frame: Frame) -> None:
        """Note that ``frame`` is shown now; the same frame drawn again is not a new one."""
        if frame.index != self._last_index:
            self._times_s.append(self._clock())
        self._last_index = frame.index

    @property
    def rate_hz(self) -> float | None:
        """Frames a second over the last second or so; None until two were shown."""
        if len(self._times_s) < 2 or self._times_s[-1] <= self._times_s[0]:
            return None
        return (len(self._times_s) - 1) / (self._times_s[-1] - self._times_s[0])

    def age_s(self, frame: Frame) -> float | None:
        """Return how long ago a live frame left the camera; None for a film's."""
        return None if frame.captured_s is None else max(0.0, self._clock() - frame.captured_s)
