"""Pictures of clothes made of Fashion-MNIST's test items: cloth of a colour, laid on a ground.

An enlarged item of 28 pixels has the outline and the folds of a garment and none of its detail:
what is measured is the cutting out and the change of light, colour, angle and ground.
"""

from __future__ import annotations

import cv2
import numpy as np
from card_films import SIZE_WH, Picture
from numpy.typing import NDArray

Gray = NDArray[np.uint8]

_SIDE = 420


def enlarged(item: Gray) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return an item (28, 28) as brightness and cover, both (420, 420) float32 0 to 1.

    The set's items are negatives: what is light in them was dark before the camera.
    """
    side_wh = (_SIDE, _SIDE)
    large = cv2.resize(item, side_wh, interpolation=cv2.INTER_CUBIC)
    mask = cv2.resize((item > 8).astype(np.float32), side_wh, interpolation=cv2.INTER_CUBIC)
    closed = cv2.morphologyEx((mask > 0.5).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((25, 25)))
    cover = cv2.GaussianBlur(closed.astype(np.float32), (0, 0), 1.5)
    light = 1 - cv2.GaussianBlur(large, (0, 0), 4).astype(np.float32) / 255
    return light, cover


def cloth(rng: np.random.Generator, light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the item (h, w, 3) float32 BGR in a colour, woven, sometimes striped."""
    colour = rng.uniform(0.75, 1.25, 3) if rng.random() < 0.5 else rng.uniform(0.35, 1.3, 3)
    shade = 25 + 205 * light
    weave = rng.normal(0, 5, light.shape).astype(np.float32)
    shade = shade + cv2.GaussianBlur(weave, (0, 0), 0.8) * 2
    if rng.random() < 0.2:
        rows = np.arange(light.shape[0])[:, None] // int(rng.integers(10, 30)) % 2
        shade = shade * (1 - 0.25 * rows)
    return np.clip(shade[..., None] * colour, 0, 255).astype(np.float32)


def laid(rng: np.random.Generator, item: Gray, ground: Picture, turn_deg: float) -> Picture:
    """Return ``ground`` (480, 640, 3) with the item on it, turned, lit from one side, in focus."""
    light, cover = enlarged(item)
    shown = cloth(rng, light)
    middle = (_SIDE / 2, _SIDE / 2)
    turn = cv2.getRotationMatrix2D(middle, turn_deg, float(rng.uniform(0.7, 1.0)))
    turn[:, 2] += np.array(SIZE_WH) / 2 - middle + rng.uniform(-15, 15, 2)
    shown = cv2.warpAffine(shown, turn, SIZE_WH)
    cover = cv2.warpAffine(cover, turn, SIZE_WH)
    shadow = cv2.GaussianBlur(np.roll(cover, (6, 8), axis=(0, 1)), (0, 0), 9)[..., None]
    scene = ground * (1 - 0.35 * shadow)
    scene = scene * (1 - cover[..., None]) + shown * cover[..., None]
    xs, ys = np.meshgrid(np.linspace(-1, 1, SIZE_WH[0]), np.linspace(-1, 1, SIZE_WH[1]))
    lamp = rng.uniform(0.8, 1.05) + rng.uniform(-0.2, 0.2) * xs + rng.uniform(-0.2, 0.2) * ys
    noisy = scene * lamp[..., None] + rng.normal(0, 3, (*SIZE_WH[::-1], 1))
    return cv2.GaussianBlur(np.clip(noisy, 0, 255).astype(np.uint8), (0, 0), 0.8)
