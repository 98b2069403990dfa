"""Thumb down takes a letter back; no hand that signs a letter is taken for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.live.spell_gesture import GestureWatch, is_thumb_down
from glyphcam.models.hand import Hand


def hand_of(points: np.ndarray) -> Hand:
    landmarks = np.asarray(points, np.float32)
    return Hand(landmarks, landmarks, 1.0, 1.0)


def thumb(angle_deg: float) -> Hand:
    """A fist seen from the side, knuckles to the left, its thumb pointing ``angle_deg`` down."""
    points = np.zeros((21, 3))
    for finger in range(4):
        y = -30 + 20 * finger
        joints = [(-90, y), (-120, y), (-100, y + 6), (-80, y + 4)]  # rolled in, wrist at 0, 0
        points[5 + 4 * finger : 9 + 4 * finger, :2] = joints
    way = np.array([np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))])
    way[0] *= -1
    for joint in range(4):
        points[1 + joint, :2] = np.array([-25, 20]) + way * 36 * (joint + 0.5)
    return hand_of(points + np.array([300, 200, 0]))


def test_a_fist_with_its_thumb_down_is_the_gesture_and_turned_up_it_is_not() -> None:
    assert is_thumb_down(thumb(85))
    assert not is_thumb_down(thumb(-85))
    assert not is_thumb_down(thumb(0))


def test_no_letter_is_taken_for_it(data: Path) -> None:
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as kept:
        landmarks, letters = kept["landmarks"], kept["letter"]
    taken = [str(c) for c, p in zip(letters, landmarks, strict=True) if is_thumb_down(hand_of(p))]
    assert len(letters) > 27_000
    assert taken == []


def test_a_frame_more_or_less_does_not_begin_or_end_it() -> None:
    watch, shown = GestureWatch(), []
    story = [False] * 5 + [True] + [False] * 5 + [True] * 12 + [False] + [True] * 6
    for frame, is_made in enumerate(story):
        shown.append(watch.update(thumb(85) if is_made else thumb(0), frame / 30))
    assert not any(shown[:13])
    assert all(shown[17:])


@pytest.mark.parametrize("size", [0.2, 5.0])
def test_how_large_the_hand_is_does_not_matter(size: float) -> None:
    assert is_thumb_down(hand_of(thumb(85).landmarks * size))
