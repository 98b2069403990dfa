"""A bar called L is a small l; an L with a foot, and every other letter, is kept."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.small_l import elongation, is_small_l

CHARACTERS = RECOGNISERS["characters"]


def stroke(*points: tuple[int, int]) -> np.ndarray:
    picture = np.zeros((28, 28), np.uint8)
    cv2.polylines(picture, [np.array(points, np.int32)], False, 255, 2, cv2.LINE_AA)
    return picture


BAR, LEANING, FOOTED = (
    stroke((14, 4), (14, 23)),
    stroke((19, 4), (9, 23)),
    stroke((9, 4), (9, 23), (19, 23)),
)


@pytest.mark.parametrize(
    ("picture", "label", "expected"),
    [(BAR, "L", True), (LEANING, "L", True), (FOOTED, "L", False), (BAR, "I", False)],
)
def test_only_a_bar_called_l_is_a_small_l(picture: np.ndarray, label: str, expected: bool) -> None:
    targets = np.array([CHARACTERS.labels.index(label)])
    assert is_small_l(picture[None], targets, CHARACTERS).tolist() == [expected]


def test_a_recogniser_without_l_keeps_everything() -> None:
    digits = RECOGNISERS["digits"]
    assert not is_small_l(BAR[None], np.array([1]), digits).any()


def test_a_line_has_no_short_axis_and_a_square_two_equal_ones() -> None:
    square = np.zeros((28, 28), np.uint8)
    square[8:20, 8:20] = 255
    line, block = elongation(np.array([BAR, square]))
    assert line < 0.2
    assert block == pytest.approx(1.0)
