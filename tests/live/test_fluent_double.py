"""A letter read twice running was meant twice only if the hand slid aside or let go."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.fluent_double import DoubleWatch
from glyphcam.live.fluent_speed import SpeedWatch
from glyphcam.live.fluent_track import Stay
from glyphcam.models.hand import Hand

PALM_PX = 80.0
FIST = np.random.default_rng(1).normal(0, 0.4, (21, 3)).astype(np.float32)
OPEN = np.random.default_rng(2).normal(0, 0.8, (21, 3)).astype(np.float32)


def hand(shape: np.ndarray, x: float = 0.0, y: float = 0.0) -> Hand:
    points = shape.copy()
    points[[0, 5, 9, 13, 17]] = [
        [0, 0, 0],
        [-0.3, -1, 0],
        [-0.1, -1, 0],
        [0.1, -1, 0],
        [0.3, -1, 0],
    ]
    landmarks = (points + np.float32([x, y, 0])) * PALM_PX + np.float32([300, 300, 0])
    return Hand(landmarks.astype(np.float32), landmarks.astype(np.float32), 1.0, 1.0)


def is_meant(between: np.ndarray, x: float = 0.0, y: float = 0.0) -> bool:
    """One second at rest, a third of a second of another shape, a second at x, y."""
    watch = DoubleWatch()
    for frame in range(70):
        if frame < 30:
            now = hand(FIST)
        elif frame < 40:
            now = hand(between, x / 2, y / 2)
        else:
            now = hand(FIST, x, y)
        watch.update(now, frame / 30)
    first, second = Stay(np.zeros(1), 0.0, 0.97), Stay(np.zeros(1), 1.34, 2.3)
    return watch.is_meant(first, second)


def test_a_slide_aside_and_a_hand_that_let_go_are_meant() -> None:
    assert is_meant(FIST, x=0.9)
    assert is_meant(FIST, x=-0.9)
    assert is_meant(OPEN)


def test_a_hand_that_stays_or_is_lifted_is_not() -> None:
    assert not is_meant(FIST)
    assert not is_meant(FIST, x=0.2)
    assert not is_meant(FIST, x=0.3, y=0.9)


def test_the_speed_is_that_of_the_shape_or_of_the_way_through_the_picture() -> None:
    still, way, change = SpeedWatch(), SpeedWatch(), SpeedWatch()
    for frame in range(10):
        seconds, share = frame / 30, frame / 10
        calm = still.update(hand(FIST), seconds)
        moved = way.update(hand(FIST, x=share), seconds)  # 3 palms a second
        changed = change.update(hand(FIST * (1 - share) + OPEN * share), seconds)
    assert calm == pytest.approx(0, abs=0.01)
    assert moved == pytest.approx(0.6 * 3, rel=0.05)
    assert changed > 1
