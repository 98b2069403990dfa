"""A piece of clothing in Fashion-MNIST's form: light on black, longest side 28, centred."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""(h, w) uint8, an item on a black ground."""

_SIDE = 28
_GROUND = 4  # grey levels; JPEG leaves as much on black
_SLACK_PX = 2  # a data-set picture whose box is this near to 28 is in the form already


def item_patch(gray: Gray) -> Gray:
    """Return an item on black (h, w) uint8 as (28, 28) uint8: its box to 28 pixels, centred."""
    x, y, wide, high = cv2.boundingRect((gray > _GROUND).astype(np.uint8))
    if wide == 0:
        return np.zeros((_SIDE, _SIDE), np.uint8)
    full = cv2.convertScaleAbs(gray, alpha=255.0 / int(gray.max()))
    if gray.shape == (_SIDE, _SIDE) and max(wide, high) >= _SIDE - _SLACK_PX:
        return full
    return _centred(_shrunk(full[y : y + high, x : x + wide]))


def _shrunk(box: Gray) -> Gray:
    scale = _SIDE / max(box.shape)
    size_wh = [max(1, round(n * scale)) for n in box.shape[::-1]]
    way = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
    return cv2.resize(box, size_wh, interpolation=way)


def _centred(small: Gray) -> Gray:
    high, wide = small.shape
    top, left = (_SIDE - high) // 2, (_SIDE - wide) // 2
    canvas = np.zeros((_SIDE, _SIDE), np.uint8)
    canvas[top : top + high, left : left + wide] = small
    return canvas
