"""The shipped hand shapes are the letters: straight fingers straight, fists closed."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.models.hand_shapes import hand_shape

TIPS, KNUCKLES = (8, 12, 16, 20), (5, 9, 13, 17)


def straight_fingers(letter: str) -> set[int]:
    """Which of index, middle, ring, little (0 to 3) reach well beyond their knuckles."""
    shape = hand_shape(letter)
    assert shape is not None
    reach = np.linalg.norm(shape[list(TIPS)] - shape[list(KNUCKLES)], axis=1)
    return set(np.flatnonzero(reach > 0.6).tolist())


@pytest.mark.parametrize(
    ("letter", "straight"),
    [
        ("A", set()),
        ("S", set()),
        ("B", {0, 1, 2, 3}),
        ("D", {0}),
        ("L", {0}),
        ("V", {0, 1}),
        ("U", {0, 1}),
        ("W", {0, 1, 2}),
        ("F", {1, 2, 3}),
        ("I", {3}),
        ("Y", {3}),
    ],
)
def test_the_right_fingers_are_straight(letter: str, straight: set[int]) -> None:
    assert straight_fingers(letter) == straight


def test_shapes_are_scaled_from_the_wrist_and_cannot_be_changed() -> None:
    shape = hand_shape("A")
    assert shape is not None
    assert shape[0].tolist() == [0, 0, 0]
    assert np.linalg.norm(shape[9]) == pytest.approx(1, abs=0.01)
    assert not shape.flags.writeable


def test_what_is_no_letter_has_no_shape() -> None:
    assert hand_shape("5") is None
