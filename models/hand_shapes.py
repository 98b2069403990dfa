"""The shape of each letter's hand as shipped: 21 points that belong to nobody in particular."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import ModelError
from glyphcam.models.hand import Landmarks

SHAPES_FILE = Path(__file__).with_name("hand_shapes.json")
"""Made by training/hand_shapes.py."""


def hand_shape(letter: str) -> Landmarks | None:
    """Return a right hand's landmarks (21, 3) float32, wrist at 0, middle knuckle 1 away, or None.

    x and y lie as a camera sees them, un-mirrored; z is smaller nearer the camera.
    """
    return _shapes().get(letter)


@cache
def _shapes() -> dict[str, Landmarks]:
    try:
        found = json.loads(SHAPES_FILE.read_text(encoding="utf-8"))
        return {letter: _points(points) for letter, points in found.items()}
    except (OSError, ValueError) as error:
        raise ModelError(f"{SHAPES_FILE} is broken ({error}): install glyphcam again") from error


def _points(points: list[list[float]]) -> Landmarks:
    shape = np.array(points, np.float32)
    if shape.shape != (21, 3):
        raise ValueError(f"a hand of {shape.shape}")
    shape.flags.writeable = False
    return shape
