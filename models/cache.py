"""Where files live that are fetched or made on this machine and never shipped."""

from __future__ import annotations

import os
import sys
from pathlib import Path

TASK_NAME = "hand_landmarker.task"
"""MediaPipe's bundle of the two hand networks, written by `glyphcam train hand`."""


def cache_folder() -> Path:
    """Return GLYPHCAM_CACHE where it is set, else this platform's cache folder for glyphcam."""
    if chosen := os.environ.get("GLYPHCAM_CACHE"):
        return Path(chosen)
    return _platform_cache() / "glyphcam"


def _platform_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"
    return Path(os.environ.get(variable) or Path.home() / ".cache")
