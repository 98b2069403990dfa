"""A hand's shape apart from place and size."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.hand_shape import hand_shape, shape_change
from glyphcam.models.hand import Hand

POINTS = np.random.default_rng(3).normal(0, 50, (21, 3)).astype(np.float32)


def hand(points: np.ndarray) -> Hand:
    return Hand(points.astype(np.float32), points.astype(np.float32), 1.0, 1.0)


def test_a_hand_moved_and_brought_nearer_has_the_same_shape() -> None:
    moved = POINTS * 2.5 + np.float32([300, -40, 7])
    assert hand_shape(hand(moved)) == pytest.approx(hand_shape(hand(POINTS)), abs=1e-4)


def test_a_bent_finger_changes_it() -> None:
    bent = POINTS.copy()
    bent[5:9, 1] += 200
    assert shape_change(hand_shape(hand(POINTS)), hand_shape(hand(bent))) > 0.1


def test_a_hand_of_no_size_is_no_error() -> None:
    assert np.isfinite(hand_shape(hand(np.zeros((21, 3))))).all()
