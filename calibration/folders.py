"""Where a user's own things lie: profiles of people and of cameras, never shipped, never sent."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def config_folder() -> Path:
    """Return GLYPHCAM_CONFIG where it is set, else this platform's config folder for glyphcam."""
    if chosen := os.environ.get("GLYPHCAM_CONFIG"):
        return Path(chosen)
    return platformdirs.user_config_path("glyphcam", appauthor=False)


def users_folder() -> Path:
    """Return GLYPHCAM_USERS where it is set, else the folder of user profiles."""
    if chosen := os.environ.get("GLYPHCAM_USERS"):
        return Path(chosen)
    return platformdirs.user_data_path("glyphcam", appauthor=False) / "users"


def queue_folder() -> Path:
    """Return GLYPHCAM_QUEUE where it is set, else the folder of what waits for review."""
    if chosen := os.environ.get("GLYPHCAM_QUEUE"):
        return Path(chosen)
    return platformdirs.user_data_path("glyphcam", appauthor=False) / "queue"


def profile_path(user: str, recogniser: str) -> Path:
    """Return where the profile of ``user`` (a name already checked) for a recogniser lies."""
    return users_folder() / user / f"{recogniser}.npz"
