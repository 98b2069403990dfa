"""Bring any picture OpenCV can decode to the one form the program works on: BGR, 8 bit."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture


def as_bgr(image: NDArray[Any]) -> Picture:
    """Return ``image`` (h, w[, 1-4]) of any depth as (h, w, 3) uint8 BGR, contiguous.

    Grey is repeated; 16 bit keeps its upper byte; floats run from 0 to 1; what is transparent
    lies on white, as paper does.
    """
    eight_bit = _as_uint8(image)
    channels = 1 if eight_bit.ndim == 2 else eight_bit.shape[2]
    if channels == 3:
        return np.ascontiguousarray(eight_bit)
    if channels == 4:
        return _on_white(eight_bit)
    if channels == 2:
        return _on_white(np.dstack([eight_bit[..., :1]] * 3 + [eight_bit[..., 1:]]))
    return np.asarray(cv2.cvtColor(eight_bit, cv2.COLOR_GRAY2BGR), np.uint8)


def _as_uint8(image: NDArray[Any]) -> NDArray[np.uint8]:
    if image.dtype == np.uint8:
        return image
    if image.dtype == np.uint16:
        return (image >> 8).astype(np.uint8)
    return (np.nan_to_num(image.astype(np.float32)).clip(0, 1) * 255).astype(np.uint8)


def _on_white(image: NDArray[np.uint8]) -> Picture:
    cover = image[..., 3:].astype(np.uint16)
    blended = (image[..., :3] * cover + 255 * (255 - cover) + 127) // 255
    return blended.astype(np.uint8)
