"""Rooms to hold cards up in: real pictures cut to 640x480, and drawn walls and table tops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from card_films import SIZE_WH, Picture


def read_rooms(folder: Path, first: int, step: int) -> list[Picture]:
    """Return every ``step``-th picture under ``folder`` as (480, 640, 3) uint8 BGR."""
    paths = sorted(folder.glob("*/*/*.jpg"))[first::step]
    return [covering(cv2.imread(str(path))) for path in paths]


def covering(image: Picture) -> Picture:
    """Return ``image`` scaled and cut to 640x480."""
    high, wide = image.shape[:2]
    scale = max(SIZE_WH[0] / wide, SIZE_WH[1] / high)
    size_wh = (max(SIZE_WH[0], round(wide * scale)), max(SIZE_WH[1], round(high * scale)))
    large = cv2.resize(image, size_wh, interpolation=cv2.INTER_CUBIC)
    left, top = (size_wh[0] - SIZE_WH[0]) // 2, (size_wh[1] - SIZE_WH[1]) // 2
    return large[top : top + SIZE_WH[1], left : left + SIZE_WH[0]].copy()


def any_room(rng: np.random.Generator, real: Sequence[Picture]) -> Picture:
    """Return a room: real in two cases of three, else a bare wall or a wooden table."""
    if rng.random() < 0.67:
        return real[rng.integers(len(real))]
    return _wall(rng) if rng.random() < 0.5 else _wood(rng)


def _wall(rng: np.random.Generator) -> Picture:
    colour = rng.uniform(140, 240) + rng.uniform(-10, 10, 3)
    clouds = cv2.GaussianBlur(rng.normal(0, 1, SIZE_WH[::-1]).astype(np.float32), (0, 0), 25) * 40
    return np.clip(colour + clouds[..., None], 0, 255).astype(np.uint8)


def _wood(rng: np.random.Generator) -> Picture:
    grain = rng.normal(0, 1, SIZE_WH[::-1]).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), sigmaX=60, sigmaY=1.5)
    grain *= 18 / grain.std()
    colour = np.float32([90, 140, 190]) * rng.uniform(0.7, 1.1)
    return np.clip(colour + grain[..., None], 0, 255).astype(np.uint8)
