"""A slide is a way aside with the same shape; tremor, drift and lowering are none."""

from __future__ import annotations

import numpy as np

from glyphcam.live.spell_slide import SlideWatch
from glyphcam.models.hand import Hand

PALM_PX = 80.0


def slides(ways: list[tuple[float, float]]) -> int:
    """How many slides a hand makes that is at (x, y), in palms, frame by frame."""
    watch, points = SlideWatch(), np.zeros((21, 3), np.float32)
    points[[5, 9, 13, 17], 1] = -PALM_PX
    count = 0
    for frame, (x, y) in enumerate(ways):
        landmarks = points + np.float32([300 + x * PALM_PX, 300 + y * PALM_PX, 0])
        count += watch.update(Hand(landmarks, landmarks, 1.0, 1.0), frame / 30)
    return count


def way(to_x: float, to_y: float, seconds: float) -> list[tuple[float, float]]:
    frames = round(seconds * 30)
    going = [(to_x * (i + 1) / frames, to_y * (i + 1) / frames) for i in range(frames)]
    return [(0.0, 0.0)] * 20 + going + [(to_x, to_y)] * 20


def test_a_quick_way_aside_is_one_slide() -> None:
    assert slides(way(0.9, 0.05, 0.3)) == 1
    assert slides(way(-0.9, 0.05, 0.3)) == 1


def test_a_slow_drift_a_tremor_and_a_lowered_hand_are_none() -> None:
    random = np.random.default_rng(0)
    assert slides(way(0.9, 0.0, 6.0)) == 0
    assert slides([tuple(p) for p in random.normal(0, 0.03, (200, 2))]) == 0
    assert slides(way(0.2, 2.0, 0.4)) == 0
