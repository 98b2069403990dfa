"""Save what is seen as a PNG, under a name of its own."""

from __future__ import annotations

from datetime import datetime
from itertools import chain, count
from pathlib import Path

import cv2

from glyphcam.calibration.errors import PictureError
from glyphcam.live.frame import Picture


def save_snapshot(picture: Picture, folder: Path, taken: datetime) -> Path:
    """Write ``picture`` into ``folder`` and return its path; PictureError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_path(folder, f"glyphcam-{taken:%Y-%m-%d_%H-%M-%S}")
        path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    except OSError as error:
        raise PictureError(f"no snapshot in {folder}: {error.strerror}") from error
    return path


def _free_path(folder: Path, stem: str) -> Path:
    tails = chain([""], (f"-{number}" for number in count(2)))
    return next(path for tail in tails if not (path := folder / f"{stem}{tail}.png").exists())
