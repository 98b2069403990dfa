"""Light ink on black, whichever way round and on whatever paper a picture shows it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.patch import Picture

Grey = NDArray[np.uint8]

_LARGE = 48
"""Pixels of the shorter side from which on a picture is taken as a photo of paper."""

_EVEN = 12
"""Grey levels by which an even ground may vary."""


def is_dark_on_light(gray: Grey) -> bool:
    """Return whether the border (where there is little ink) is nearer white than the ink is."""
    border = float(np.median(_border(gray)))
    return border - float(gray.min()) > float(gray.max()) - border


def light_ink(picture: Picture) -> Grey:
    """Return light ink on black (h, w) uint8 of a picture (h, w[, 3]) uint8 of one glyph.

    Small pictures are only turned over where they are dark on light; in larger ones the paper's
    shade, which varies over a photo, is estimated and taken away, and what is left of it cut.
    """
    light = _light(grey(picture))
    return light if min(light.shape) < _LARGE else _without_paper(light)


def light_item(picture: Picture) -> Grey:
    """Return a light item on black (h, w) uint8 of a picture of one, on an even ground."""
    light = _light(grey(picture))
    ground = int(np.median(_border(light)))
    item = cv2.subtract(light, np.full_like(light, ground))
    item[item < _EVEN] = 0
    return item


def grey(picture: Picture) -> Grey:
    """Return the picture (h, w[, 3]) uint8 as (h, w) uint8."""
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture


def _light(gray: Grey) -> Grey:
    return np.asarray(255 - gray, np.uint8) if is_dark_on_light(gray) else gray


def _border(gray: Grey) -> Grey:
    return np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])


def _without_paper(light: Grey) -> Grey:
    shrink = 128 / max(light.shape)
    if shrink < 1:
        light = cv2.resize(light, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    side = max(light.shape) // 2 | 1
    paper = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    paper = cv2.blur(paper, (side, side))
    ink = cv2.subtract(light, np.minimum(paper, light))
    level, _ = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    ink[ink < level / 2] = 0
    return ink
