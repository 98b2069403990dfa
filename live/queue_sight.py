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
    """Return the square round ``quad``, widened by a share of its side, as JPEG.

    It is cut as the camera saw it, no larger than ``CROP_SIDE``.
    """
    square = square_round(quad, padding)
    side = int(np.clip(square[1, 0] - square[0, 0], 32, CROP_SIDE))
    _, jpeg = cv2.imencode(
        ".jpg", cut(image, square, side), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
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
