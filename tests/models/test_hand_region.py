"""The hand's square is where the hand is, turned as the hand is turned."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.hand_region import HandRegion, region_of_landmarks, region_of_palm


def _palm(turn: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return box and keypoints of a palm 40 px wide at 100, 100, turned clockwise."""
    up = np.array([np.sin(turn), -np.cos(turn)]) * 20
    keypoints = np.zeros((7, 2), np.float32)
    keypoints[0], keypoints[2] = 100 - up, 100 + up
    return np.array([80, 80, 120, 120], np.float32), keypoints


@pytest.mark.parametrize("turn", [0.0, 0.5, -0.5, 1.5, -3.0])
def test_the_square_turns_with_the_palm_and_lies_above_its_wrist(turn: float) -> None:
    region = region_of_palm(*_palm(turn))
    assert region.turn == pytest.approx(turn, abs=1e-6)
    assert region.side == pytest.approx(40 * 2.6)
    above = (100 + 20 * np.sin(turn), 100 - 20 * np.cos(turn))
    assert (region.x, region.y) == pytest.approx(above, abs=1e-4)


def test_the_corners_of_the_square_are_mapped_onto_the_picture() -> None:
    matrix = HandRegion(50, 60, 20, np.pi / 2).to_picture(224)
    top_left = matrix @ [0, 0, 1]
    centre = matrix @ [112, 112, 1]
    assert centre == pytest.approx([50, 60])
    assert top_left == pytest.approx([60, 50])  # a quarter turn clockwise: top left is top right


@pytest.mark.parametrize("turn", [0.0, 0.7, -2.0])
def test_turning_a_hand_about_a_point_turns_its_square(turn: float) -> None:
    points = np.random.default_rng(5).uniform(50, 150, (21, 3)).astype(np.float32)
    cos, sin = np.cos(turn), np.sin(turn)
    rotation = np.array([[cos, -sin], [sin, cos]])
    turned = points.copy()
    turned[:, :2] = (points[:, :2] - 100) @ rotation.T + 100
    one, other = region_of_landmarks(points), region_of_landmarks(turned)
    moved = rotation @ [one.x - 100, one.y - 100] + 100
    assert other.side == pytest.approx(one.side, rel=1e-4)
    assert np.cos(other.turn - one.turn) == pytest.approx(cos, abs=1e-4)
    assert (other.x, other.y) == pytest.approx(tuple(moved), abs=0.01)
