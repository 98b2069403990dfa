"""Whether doubtful readings are to be queued, and where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class QueueWish:
    """``folder`` None is the user's own queue; ``is_wanted`` where --queue was given."""

    is_wanted: bool = False
    folder: Path | None = None


NO_QUEUE = QueueWish()
"""Until the person asks."""
