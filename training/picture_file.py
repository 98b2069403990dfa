"""Read one picture file: any depth, grey or colour, with or without transparency."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.patch import Picture

_READ = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm")
_PERHAPS = (".gif", ".jfif", ".heic", ".heif", ".avif", ".jp2")

SUFFIXES = frozenset({*_READ, *_PERHAPS})
"""Names of pictures; those OpenCV was built without are unreadable: told, not passed over."""

_MAY_BE_TRANSPARENT = (b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*")
"""First bytes of the formats that can have an alpha channel: PNG, WebP, TIFF."""


def is_picture_name(path: Path) -> bool:
    """Return whether the name says it is a picture; hidden files are not."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".")


def read_picture(path: Path) -> Picture | None:
    """Return the picture (h, w, 3) uint8 BGR, transparent parts white, or None if unreadable."""
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError:
        return None
    if content.size == 0:
        return None
    _hush()
    try:
        return _decode(content)
    except cv2.error:
        return None


@lru_cache(maxsize=1)
def _hush() -> None:
    """OpenCV writes its own lines about a broken file; ours names it in a sentence."""
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def _decode(content: NDArray[np.uint8]) -> Picture | None:
    if content[:4].tobytes() in _MAY_BE_TRANSPARENT:
        full = cv2.imdecode(content, cv2.IMREAD_UNCHANGED)
        if full is not None and full.ndim == 3 and full.shape[2] == 4:
            return _on_white(full)
    # IMREAD_COLOR turns phone pictures upright by their EXIF note and 16 bits into 8.
    picture: Picture | None = cv2.imdecode(content, cv2.IMREAD_COLOR)
    return picture


def _on_white(picture: NDArray[Any]) -> Picture:
    scale = float(np.iinfo(picture.dtype).max) if picture.dtype.kind == "u" else 1.0
    shares = picture.astype(np.float32) / scale
    alpha = shares[..., 3:]
    return np.rint((shares[..., :3] * alpha + 1 - alpha) * 255).astype(np.uint8)
