"""Load one picture file, whatever its depth, channels and size, or say why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import PictureError
from glyphcam.live.colour import as_bgr
from glyphcam.live.frame import Picture
from glyphcam.live.quiet import hush

LEAST_SIDE = 16
"""Pixels: nothing can be read in a picture that is smaller either way."""

MOST_SIDE = 4096
"""Pixels: a larger picture is shrunk to this; a sheet of glyphs needs no more."""

_MAY_BE_CLEAR = (".png", ".webp", ".tif", ".tiff")
"""Formats with transparency; the others are read in the way that heeds a photo's turn (EXIF)."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """``image`` (h, w, 3) uint8 BGR, ``shrink`` times the size of the file's own (at most 1)."""

    image: Picture
    shrink: float = 1.0


def load_picture(path: Path) -> Still:
    """Return the picture in ``path``; PictureError where it is missing, no picture or too small."""
    is_clear = path.suffix.lower() in _MAY_BE_CLEAR
    return decode_picture(_content(path), path.name, may_be_clear=is_clear)


def decode_picture(content: bytes, name: str, *, may_be_clear: bool) -> Still:
    """Return the picture whose file holds ``content``; ``name`` is what errors call it.

    PictureError as for ``load_picture``.
    """
    image = _decoded(content, name, may_be_clear)
    height, width = image.shape[:2]
    if min(height, width) < LEAST_SIDE:
        raise PictureError(
            f"{name} is {width}x{height} pixels: a picture to read needs at least "
            f"{LEAST_SIDE}x{LEAST_SIDE}"
        )
    shrink = min(1.0, MOST_SIDE / max(height, width))
    if shrink < 1.0:
        size_wh = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        image = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA)
    return Still(as_bgr(image), shrink)


def _decoded(content: bytes, name: str, may_be_clear: bool) -> NDArray[Any]:
    hush()
    flags = cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH
    if may_be_clear:
        flags = cv2.IMREAD_UNCHANGED
    try:
        image = cv2.imdecode(np.frombuffer(content, np.uint8), flags) if content else None
    except cv2.error as error:
        raise PictureError(f"{name} cannot be decoded: {_short(error)}") from error
    if image is None:
        raise PictureError(f"{name} is not a picture that can be read: give a jpg or png")
    return image


def _content(path: Path) -> bytes:
    # Not cv2.imread: on Windows it cannot open names beyond ASCII.
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PictureError(f"there is no picture {path}") from None
    except OSError as error:
        raise PictureError(f"{path} cannot be read: {error.strerror}") from error


def _short(error: cv2.error) -> str:
    return (error.err or str(error)).strip().splitlines()[0]
