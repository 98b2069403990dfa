"""The reader protocol: whatever finds and reads a hand, a card or an item in frames."""

from __future__ import annotations

from typing import Protocol

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reading import Reading


class Reader(Protocol):
    """Finds what one recogniser reads, and reads it."""

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source: tracked and smoothed over time."""
        ...

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR by itself, looking twice before finding nothing."""
        ...
