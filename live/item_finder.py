"""A piece of clothing laid or held before the camera, cut from its ground by GrabCut."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture
from glyphcam.live.reading import Quad

_SIDE_PX = 128
"""The longer side of the small picture that is cut: GrabCut's time grows with its area."""

_ROUNDS = 3
_LEAST_SHARE = 0.03
_MOST_SHARE = 0.8
"""An item fills this much of the picture; more or less is a wall, or nothing."""

_TURNS_DEG = tuple(range(-36, 37, 4))
_WORTH_TURNING = 0.94
"""A turn is taken where the item's box shrinks to less than this share."""

_MOST_RIM = 0.5
"""More of the rim than this under the item means that ground and item were not told apart."""

_DARKEST, _LIGHTEST = 40.0, 250.0


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """``quad`` (4, 2) float32 px round the item, and ``gray`` (h, w) uint8: it alone, on black.

    As in Fashion-MNIST its brightness is the negative of the camera's: a dark shoe is light.
    """

    quad: Quad
    gray: NDArray[np.uint8]


def find_item(image: Picture) -> Item | None:
    """Return the item in the middle of ``image`` (h, w, 3) uint8 BGR, or None."""
    scale = _SIDE_PX / max(image.shape[:2])
    size_wh = (max(16, round(image.shape[1] * scale)), max(16, round(image.shape[0] * scale)))
    small = cv2.resize(image, size_wh, interpolation=cv2.INTER_AREA)
    if float(small.std(axis=(0, 1)).max()) < 4:
        return None
    mask = _largest(_cut(small))
    if not _is_item(mask):
        return None
    turn = _upright(mask)
    side = max(mask.shape) * 3 // 2
    mask = cv2.warpAffine(mask, turn, (side, side), flags=cv2.INTER_NEAREST)
    small = cv2.warpAffine(small, turn, (side, side), borderMode=cv2.BORDER_REPLICATE)
    x, y, w, h = cv2.boundingRect(mask)
    corners = np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], np.float32)
    back = cv2.transform(corners[None], cv2.invertAffineTransform(turn))[0]
    quad = (back / scale).astype(np.float32)
    return Item(quad, _on_black(small, mask)[y : y + h, x : x + w])


def _cut(small: Picture) -> NDArray[np.uint8]:
    """The foreground (h, w) uint8 0 or 255: the middle is likely item, the rim surely ground."""
    high, wide = small.shape[:2]
    seeds = np.full((high, wide), cv2.GC_PR_BGD, np.uint8)
    middle = (wide // 2, high // 2)
    cv2.ellipse(
        seeds, middle, (round(0.36 * wide), round(0.4 * high)), 0, 0, 360, cv2.GC_PR_FGD, -1
    )
    rim = max(2, round(0.03 * min(high, wide)))
    for part in (seeds[:rim], seeds[-rim:], seeds[:, :rim], seeds[:, -rim:]):
        part[:] = cv2.GC_BGD
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, seeds, None, *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    return np.where((seeds == cv2.GC_FGD) | (seeds == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)


def _upright(mask: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The turn (2, 3) that brings an item upright on a canvas half as large again.

    Clothes and shoes fill their upright box best: of turns up to 36 degrees the one of the least
    box is taken, none where that gains little.
    """
    outline = np.argwhere(cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)))
    points = outline[:, ::-1].astype(np.float64)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    turns = [cv2.getRotationMatrix2D(tuple(middle), deg, 1.0) for deg in _TURNS_DEG]
    boxes = [np.prod(np.ptp(points @ turn[:, :2].T, axis=0)) for turn in turns]
    best = int(np.argmin(boxes))
    turn = turns[best if boxes[best] < _WORTH_TURNING * boxes[len(turns) // 2] else len(turns) // 2]
    turn[:, 2] += max(mask.shape) * 0.75 - middle
    return np.asarray(turn, np.float64)


def _largest(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The largest connected part of ``mask``, its holes closed as far as shading made them."""
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, marks, stats, _ = cv2.connectedComponentsWithStats(closed)
    if count < 2:
        return np.zeros_like(mask)
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return np.where(marks == best, 255, 0).astype(np.uint8)


def _is_item(mask: NDArray[np.uint8]) -> bool:
    share = float((mask > 0).mean())
    near = mask.copy()
    near[6:-6, 6:-6] = 0
    rim = float((near > 0).sum()) / (near.size - (near.shape[0] - 12) * (near.shape[1] - 12))
    return _LEAST_SHARE < share < _MOST_SHARE and rim < _MOST_RIM


def _on_black(small: Picture, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The item's negative, its contrast stretched so that white cloth stands off the black."""
    negative = 255.0 - cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    low, high = np.percentile(negative[mask > 0], (2, 98))
    span = max(float(high - low), 60.0)
    stretched = _DARKEST + (negative - low) * ((_LIGHTEST - _DARKEST) / span)
    return np.where(mask > 0, np.clip(stretched, 8, 255), 0).astype(np.uint8)
