"""The output protocol: whatever takes the loop's steps, and may ask it for something."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from glyphcam.live.reading import Step


class Command(Enum):
    """What an output may ask of the loop."""

    QUIT = "quit"
    NEXT = "next"


class Output(Protocol):
    """A window, a film, JSON lines, a recorder."""

    def take(self, step: Step) -> Command | None:
        """Take one step; return what it asks of the loop, if anything."""
        ...
