"""Habits of pens add what they say and nothing elsewhere."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.training.glyph_variants import (
    KANNADA,
    LATIN,
    Habit,
    barred,
    crossed,
    footless,
    hooked,
)

MIDDLING = np.full(4, 0.5)


def drawn(*points: tuple[int, int], is_closed: bool = False) -> NDArray[np.uint8]:
    picture = np.zeros((28, 28), np.uint8)
    cv2.polylines(picture, [np.array(points, np.int32)], is_closed, 255, 2, cv2.LINE_AA)
    return picture


SEVEN = drawn((8, 5), (19, 5), (12, 23))
STEM = drawn((14, 4), (14, 23))
ZERO = drawn((9, 5), (19, 5), (19, 23), (9, 23), is_closed=True)


def test_a_bar_crosses_the_stem_on_both_sides() -> None:
    added = (barred(SEVEN, MIDDLING) > 100) & (SEVEN <= 100)
    stem = np.flatnonzero(SEVEN[14] > 100).mean()
    columns = np.nonzero(added)[1]
    assert columns.min() < stem < columns.max()
    assert np.ptp(np.nonzero(added)[0]) < 5


def test_a_crossed_zero_has_ink_in_its_middle() -> None:
    assert ZERO[12:16, 12:16].max() == 0
    assert crossed(ZERO, MIDDLING)[12:16, 12:16].max() == 255


def test_a_hook_hangs_left_of_the_top_and_a_foot_lies_below() -> None:
    added = np.nonzero((hooked(STEM, MIDDLING) > 100) & (STEM <= 100))
    assert added[1].min() < 12
    flag = added[0] < 14
    assert added[1][flag].max() < 17
    assert added[0].max() >= 21


def test_a_lost_foot_takes_only_the_lowest_rows() -> None:
    cut = footless(ZERO, MIDDLING)
    assert (cut[:19] == ZERO[:19]).all()
    assert not cut[22:].any()


@pytest.mark.parametrize("habit", [*LATIN, *KANNADA])
def test_habits_take_an_empty_patch_without_an_error(habit: Habit) -> None:
    assert habit.draw(np.zeros((28, 28), np.uint8), MIDDLING).shape == (28, 28)
