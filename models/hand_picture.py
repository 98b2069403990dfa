"""Any picture as the hand networks want it: BGR, whole or padded, of a bearable size."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import PictureError
from glyphcam.models.hand import Hand

LONGEST_SIDE = 1920
"""Pixels; the networks see at most 224 of them, so a larger picture is only slower."""

_TO_BGR = {1: cv2.COLOR_GRAY2BGR, 4: cv2.COLOR_BGRA2BGR}


@dataclass(frozen=True, slots=True, eq=False)
class HandPicture:
    """``image`` (h, w, 3) uint8 BGR, ``scale`` times the original's size, ``margin`` px padded."""

    image: NDArray[np.uint8]
    scale: float = 1.0
    margin: int = 0

    def padded(self, share: float) -> HandPicture:
        """Return the picture with its border repeated outwards by a share of its longer side."""
        wide = round(max(self.image.shape[:2]) * share)
        image = cv2.copyMakeBorder(self.image, wide, wide, wide, wide, cv2.BORDER_REPLICATE)
        return replace(self, image=image, margin=self.margin + wide)

    def in_original(self, hand: Hand) -> Hand:
        """Return a hand of this picture in pixels of the original."""
        shift = np.array([self.margin, self.margin, 0], np.float32)
        return replace(hand, landmarks=(hand.landmarks - shift) / np.float32(self.scale))


def hand_picture(image: NDArray[np.uint8]) -> HandPicture:
    """Return (h, w), (h, w, 1), BGR or BGRA uint8 as BGR; sides over 1920 px shrink to that.

    Raises PictureError for anything else, and for a picture without pixels.
    """
    planes = 1 if image.ndim == 2 else image.shape[-1]
    is_picture = image.ndim in (2, 3) and planes in (1, 3, 4) and image.size > 0
    if image.dtype != np.uint8 or not is_picture:
        raise PictureError(
            f"a picture of shape {image.shape} and type {image.dtype} cannot be searched for hands:"
            " give 8 bit grey, colour or colour with alpha"
        )
    scale = min(1.0, LONGEST_SIDE / max(image.shape[:2]))
    if scale < 1.0:
        size_wh = [max(1, round(side * scale)) for side in image.shape[1::-1]]
        image = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA)
    return HandPicture(image if planes == 3 else cv2.cvtColor(image, _TO_BGR[planes]), scale)
