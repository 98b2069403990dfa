"""A found card straightened and evened out: light ink on black, whatever the light and the pen."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_quads import Quad, size_of
from glyphcam.live.card_rules import printed_rules, without_rules

Gray = NDArray[np.uint8]

_INSET = 0.012
"""Share cut off each side: the outline is good to about a pixel in a hundred."""

_LEAST_SIDE_PX = 72
_MOST_SIDE_PX = 1400
_FAINTEST = 0.11
"""Ink less dark than this, beside its paper, is the paper's own grain (pencil has about 0.25)."""

_BROAD, _SOLID = 0.14, 0.5
"""What is darker than half the paper over this share of the sheet's shorter side is a picture."""

_LEVEL = 0.4
"""Share of the darkest ink from which a pixel counts as ink."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A straightened card.

    ``ink`` (h, w) uint8: light ink on black, 255 the darkest ink; ``mask`` (h, w) uint8: 255
    where ink is, ruled lines taken out; ``printed`` (h, w) uint8: 255 where those lines run;
    ``to_picture`` (3, 3) float64: from sheet to picture
    pixels; ``contrast`` 0 to 1: the darkest ink's darkness against its paper; ``level`` 0 to 255:
    the paper's own brightness; ``is_dark`` whether the paper is darker than its ink; ``solid`` 0 to
    1: the share under dark shapes too broad for any pen, which no ink shows but at their rims.
    """

    ink: Gray
    mask: Gray
    printed: Gray
    to_picture: NDArray[np.float64]
    contrast: float
    level: float
    is_dark: bool
    solid: float = 0.0

    def in_picture(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return points (n, 2) of the sheet as picture points (n, 2) float32."""
        moved = cv2.perspectiveTransform(
            points.reshape(-1, 1, 2).astype(np.float32), self.to_picture
        )
        return moved.reshape(-1, 2).astype(np.float32)

    @property
    def pixel(self) -> float:
        """How many picture pixels a sheet pixel is wide, about."""
        high, wide = self.ink.shape
        corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
        return size_of(self.in_picture(corners))[0] / wide


def straighten(image: NDArray[np.uint8], quad: Quad) -> Sheet:
    """Return the card inside ``quad`` of ``image`` (h, w, 3) uint8 BGR as a clean sheet."""
    wide, high = size_of(quad)
    scale = max(1.0, _LEAST_SIDE_PX / min(wide, high)) * min(1.0, _MOST_SIDE_PX / max(wide, high))
    size_wh = (max(16, round(wide * scale)), max(16, round(high * scale)))
    target = np.array([[0, 0], [size_wh[0], 0], [*size_wh], [0, size_wh[1]]], np.float32)
    middle = target.mean(axis=0)
    target = (target - middle) / (1 - 2 * _INSET) + middle
    warp = cv2.getPerspectiveTransform(quad.astype(np.float32), target.astype(np.float32))
    card = cv2.warpPerspective(image, warp, size_wh, borderMode=cv2.BORDER_REPLICATE)
    return _clean(card, np.linalg.inv(warp))


def _clean(card: NDArray[np.uint8], to_picture: NDArray[np.float64]) -> Sheet:
    is_dark = _is_dark(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY))
    gray = cv2.GaussianBlur(darkest(255 - card if is_dark else card), (3, 3), 0)
    light = cv2.divide(gray, paper_level(gray), scale=255.0)  # 255 where the paper is bare
    contrast = _contrast(light)
    most = max(contrast, _FAINTEST)
    ink = cv2.convertScaleAbs(cv2.subtract(255, light), alpha=1.0 / most)
    least = 255.0 * max(_LEVEL, _FAINTEST / most)
    mask = cv2.threshold(ink, least, 255, cv2.THRESH_BINARY)[1]
    faint = cv2.threshold(ink, 0.5 * least, 255, cv2.THRESH_BINARY)[1]
    level = float(np.median(gray[::4, ::4]))
    rules = printed_rules(faint)
    return Sheet(
        ink,
        without_rules(mask, rules),
        rules.both,
        to_picture,
        contrast,
        255 - level if is_dark else level,
        is_dark,
        _solid(gray, level),
    )


def _solid(gray: Gray, level: float) -> float:
    """The share of a sheet (h, w) that lies under broad dark shapes away from its rim."""
    high, wide = gray.shape
    small = cv2.resize(gray, (max(8, wide // 4), max(8, high // 4)), interpolation=cv2.INTER_AREA)
    side = max(4, round(_BROAD * min(small.shape)))
    dark = cv2.threshold(small, _SOLID * level, 255, cv2.THRESH_BINARY_INV)[1]
    broad = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    if not broad.any():
        return 0.0
    x, y, w, h = 0, 1, 2, 3
    stats = cv2.connectedComponentsWithStats(broad)[2][1:]
    is_inner = (stats[:, x] > 0) & (stats[:, y] > 0)
    is_inner &= stats[:, x] + stats[:, w] < small.shape[1]
    is_inner &= stats[:, y] + stats[:, h] < small.shape[0]
    return float(stats[is_inner, cv2.CC_STAT_AREA].sum()) / small.size


def darkest(image: NDArray[np.uint8]) -> Gray:
    """Return the darkest channel of ``image`` (h, w, 3): any ink is dark in one of them."""
    blue, green, red = cv2.split(image)
    return cv2.min(cv2.min(blue, green), red)


def _is_dark(gray: Gray) -> bool:
    """Whether the paper is the dark part: most of a card is paper, and ink stands far from it."""
    low, middle, high = (_level_at(gray[::3, ::3], share) for share in (0.01, 0.5, 0.99))
    return middle < 130 and high - middle > 1.6 * (middle - low)


def _level_at(gray: Gray, share: float) -> int:
    """The grey level that this share of the pixels is at or below; counting beats sorting."""
    below = np.cumsum(np.bincount(gray.ravel(), minlength=256))
    return int(np.searchsorted(below, share * gray.size))


def paper_level(gray: Gray) -> Gray:
    """Return the paper's brightness (h, w) uint8 under the ink: folds and shadows follow it.

    A quarter-size closing with a window wider than any stroke: it keeps the steps of a shadow
    where a blurred estimate would smear them into false ink.
    """
    high, wide = gray.shape
    reach = int(np.clip(0.2 * min(high, wide) / 4, 4, 22))
    quarter = cv2.resize(
        cv2.dilate(gray, np.ones((3, 3), np.uint8)),
        (max(4, wide // 4), max(4, high // 4)),
        interpolation=cv2.INTER_AREA,
    )
    window = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    closed = cv2.morphologyEx(quarter, cv2.MORPH_CLOSE, window)
    return cv2.resize(cv2.blur(closed, (3, 3)), (wide, high))


def _contrast(light: Gray) -> float:
    """The darkness of the darkest ink, the rim (fingers, the card's own edge) left aside."""
    high, wide = light.shape
    rim_y, rim_x = max(1, high // 16), max(1, wide // 16)
    inner = light[rim_y:-rim_y:2, rim_x:-rim_x:2]
    return 1.0 - _level_at(inner, 0.007) / 255.0
