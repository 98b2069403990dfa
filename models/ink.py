"""Ink in one form: its box to 20 pixels, its centre of mass to the middle, full contrast."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_BOX, _SIDE = 20, 28


def ink_patch(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return light ink on black (h, w) uint8 as MNIST does: (28, 28) uint8, blank where blank."""
    ys, xs = np.nonzero(gray > int(gray.max()) // 4)
    canvas = np.zeros((_SIDE, _SIDE), np.uint8)
    if ys.size == 0 or gray.max() == 0:
        return canvas
    box = gray[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1].astype(np.float32)
    scale = _BOX / max(box.shape)
    size_wh = [max(1, round(n * scale)) for n in box.shape[::-1]]
    small = cv2.resize(box, size_wh, interpolation=cv2.INTER_AREA)
    small *= 255.0 / max(float(small.max()), 1.0)
    ys_mean, xs_mean = (np.indices(small.shape) * small).sum(axis=(1, 2)) / small.sum()
    shift = np.float32([[1, 0, 13.5 - xs_mean], [0, 1, 13.5 - ys_mean]])
    moved = cv2.warpAffine(small, shift, (_SIDE, _SIDE))
    return np.clip(np.rint(moved), 0, 255).astype(np.uint8)
