"""The film's clock: the source's own seconds from the first frame on, always rising."""

from __future__ import annotations

LEAST_STEP_S = 0.001
"""Two frames never share a time: players drop the second."""

JOIN_S = 1 / 30
"""How long the last picture stands where a source jumps back, as a looping film does."""


class FilmClock:
    """Turns the source's seconds into the film's; 0 is the first frame."""

    def __init__(self) -> None:
        self._offset_s: float | None = None
        self._last_s = 0.0

    def at(self, seconds: float) -> float:
        """Return the film's time of a frame at ``seconds`` of the source's clock."""
        if self._offset_s is None:
            self._offset_s = seconds
            return 0.0
        time_s = seconds - self._offset_s
        if time_s < self._last_s - JOIN_S:
            self._offset_s = seconds - self._last_s - JOIN_S
            time_s = self._last_s + JOIN_S
        self._last_s = max(time_s, self._last_s + LEAST_STEP_S)
        return self._last_s
