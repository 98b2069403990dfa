"""The one road from a crop to the 28x28 grey patch that every network is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.ink import ink_patch
from glyphcam.models.item import item_patch
from glyphcam.models.recognisers import Crop

PATCH_VERSION = 1
"""Raised whenever training pictures would give other patches; stamped in every model, checked."""

PATCH_SIDE = 28

Patch = NDArray[np.uint8]
"""(28, 28) uint8, 0 black; ink and goods light on black, hands as the camera sees them."""

Picture = NDArray[np.uint8]
"""(h, w, 3) uint8 BGR, or (h, w) uint8 grey."""

Quad = NDArray[np.float32]
"""(4, 2) float32 corners x, y in pixels: top left, top right, bottom right, bottom left."""


def to_patch(crop: Picture, form: Crop) -> Patch:
    """Return the patch (28, 28) uint8 of ``crop`` (h, w[, 3]) uint8 in the given form."""
    gray = cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY) if crop.ndim == 3 else crop
    return _FORMS[form](np.ascontiguousarray(gray))


def hand_patch(gray: Picture) -> Patch:
    """Shrink a square grey crop (s, s) to the patch and stretch its contrast to the full range.

    The 2nd and 98th percentiles go to 0 and 255: rooms differ by light more than hands do.
    """
    small = cv2.resize(gray, (PATCH_SIDE, PATCH_SIDE), interpolation=cv2.INTER_AREA)
    low, high = np.percentile(small, (2, 98))
    stretched = (small.astype(np.float32) - low) * (255.0 / max(high - low, 8.0))
    return np.clip(np.rint(stretched), 0, 255).astype(np.uint8)


def hand_square(landmarks: NDArray[np.float32], padding: float = 0.15) -> Quad:
    """Return the upright square round landmarks (21, 2+) px, padded by a share of its side."""
    low, high = landmarks[:, :2].min(axis=0), landmarks[:, :2].max(axis=0)
    half = float((high - low).max()) * (0.5 + padding)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    return ((low + high) / 2 + corners * max(half, 1.0)).astype(np.float32)


def cut(image: Picture, quad: Quad, side: int = 64) -> Picture:
    """Warp ``quad`` of ``image`` to a square (side, side[, 3]); outside repeats the border."""
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    warp = cv2.getPerspectiveTransform(quad, target)
    return cv2.warpPerspective(image, warp, (side, side), borderMode=cv2.BORDER_REPLICATE)


_FORMS: Mapping[Crop, Callable[[Picture], Patch]] = {
    Crop.HAND: hand_patch,
    Crop.INK: ink_patch,
    Crop.ITEM: item_patch,
}
