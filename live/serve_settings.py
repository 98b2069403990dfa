"""What `glyphcam serve` was asked for: where it listens, who may come in, what it reads."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from glyphcam.live.serve_limits import LIMITS, Limits
from glyphcam.live.session_folder import DEFAULT_ROOT
from glyphcam.models.recognisers import RECOGNISERS

LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine can reach."""


def default_workers() -> int:
    """Return how many worker processes run where none are asked for: one a core, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class ServeSettings:
    """``token`` None lets everybody in who can reach ``host``; ``recognisers`` are served alone.

    ``workers`` processes read; ``names`` are further host names the server may be called by;
    ``sessions`` is the folder whose sessions the pages show; ``queue`` the one that doubtful
    readings of the page Live go to, None where nobody asked.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    workers: int = field(default_factory=default_workers)
    recognisers: tuple[str, ...] = tuple(RECOGNISERS)
    names: tuple[str, ...] = ()
    limits: Limits = LIMITS
    sessions: Path = DEFAULT_ROOT
    queue: Path | None = None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in LOCAL_HOSTS
