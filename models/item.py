"""A piece of clothing in Fashion-MNIST's form: light on black, longest side 28, centred."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 28


def item_patch(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return an item on black (h, w) uint8 as (28, 28) uint8: its box to 28 pixels, centred."""
    ys, xs = np.nonzero(gray > 4)
    canvas = np.zeros((_SIDE, _SIDE), np.uint8)
    if ys.size == 0:
        return canvas
    box = gray[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    scale = _SIDE / max(box.shape)
    wide, high = (max(1, round(n * scale)) for n in box.shape[::-1])
    top, left = (_SIDE - high) // 2, (_SIDE - wide) // 2
    canvas[top : top + high, left : left + wide] = cv2.resize(
        box, (wide, high), interpolation=cv2.INTER_AREA
    )
    return canvas
