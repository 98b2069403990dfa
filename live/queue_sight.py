"""A sight: what the loop hands over to be queued, with all that is needed to queue it later."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from glyphcam.calibration.review_item import Why
from glyphcam.live.frame import Picture
from glyphcam.live.reading import Quad, Reading
from glyphcam.models.patch import cut

CROP_SIDE = 320
"""Pixels of a stored crop at most; a person wants to see more than a network."""

JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """One frame and its reading, number ``frame`` at ``seconds`` of the source, and why.

    ``recogniser`` names what was read; ``why`` is empty for a spot check. ``film`` is where the
    moment can be seen again, empty for nowhere.
    """

    image: Picture
    reading: Reading
    recogniser: str
    why: tuple[Why, ...]
    frame: int
    seconds: float
    film: str


def crop_jpeg(image: Picture, quad: Quad, padding: float) -> bytes:
    """Return what is round ``quad``, wider by a share of its side each way, as JPEG.

    It is cut as the camera saw it, at the picture's edge no further, and no larger than
    ``CROP_SIDE``.
    """
    square = square_round(quad, padding)
    high, wide = image.shape[:2]
    left, top = np.clip(np.floor(square[0]).astype(int), 0, [wide - 2, high - 2])
    right, low = np.clip(np.ceil(square[2]).astype(int), [left + 2, top + 2], [wide, high])
    crop = image[top:low, left:right]
    scale = CROP_SIDE / max(crop.shape[:2])
    if scale < 1.0:
        size_wh = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
        crop = np.asarray(cv2.resize(crop, size_wh, interpolation=cv2.INTER_AREA))
    _, jpeg = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return np.asarray(jpeg).tobytes()


def square_round(quad: Quad, padding: float) -> Quad:
    """Return the upright square round a quad (4, 2), wider by a share of its side each way."""
    low, high = quad.min(axis=0), quad.max(axis=0)
    half = float((high - low).max()) * (0.5 + padding)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    return ((low + high) / 2 + corners * max(half, 1.0)).astype(np.float32)


def brightness_of(image: Picture, quad: Quad) -> float:
    """Return the mean grey, 0 to 255, of what a quad of the picture shows."""
    return float(cv2.cvtColor(cut(image, quad), cv2.COLOR_BGR2GRAY).mean())
