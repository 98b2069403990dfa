"""Drawings are read by the road of a card, whatever the pen, the place and the size."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.demo_strokes import drawn
from glyphcam.live.draw_answer import read_drawing, read_patch, shipped_network
from glyphcam.live.draw_strokes import SIDE_PX, Drawing, picture_of
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop


def drawing_of(label: str, scale: float = 0.6, place: float = 0.2, pen: float = 0.06) -> Drawing:
    strokes = drawn(label, np.random.default_rng(3), unsteady=0.01)
    return Drawing(tuple((s * scale + place).astype(np.float32) for s in strokes), pen)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_digit_drawn_with_the_projects_own_strokes_is_read(digit: str) -> None:
    answer = read_drawing(shipped_network("digits"), drawing_of(digit))
    assert answer is not None
    assert answer.words == digit


@pytest.mark.parametrize("letter", "ABCEFGHKLMNPQRTUVWXY")
def test_a_capital_is_read_among_digits_and_capitals(letter: str) -> None:
    answer = read_drawing(shipped_network("characters"), drawing_of(letter))
    assert answer is not None
    assert answer.words == letter


@pytest.mark.parametrize(
    "pen, scale, place",
    [(0.02, 0.25, 0.05), (0.06, 0.25, 0.7), (0.02, 0.9, 0.05), (0.13, 0.9, 0.05)],
)
def test_pen_size_and_place_do_not_matter(pen: float, scale: float, place: float) -> None:
    answer = read_drawing(shipped_network("digits"), drawing_of("3", scale, place, pen))
    assert answer is not None
    assert answer.words == "3"


def test_a_round_may_be_either_of_its_look_alikes() -> None:
    answer = read_drawing(shipped_network("characters"), drawing_of("O"))
    assert answer is not None
    assert answer.words in ("0 or O", "O or 0")


def test_what_is_told_is_what_the_network_gives_for_the_patch_alone() -> None:
    drawing = drawing_of("5")
    answer = read_drawing(shipped_network("digits"), drawing)
    patch = to_patch(picture_of(drawing), Crop.INK)
    assert answer is not None
    np.testing.assert_array_equal(answer.patch, patch)
    alone = shipped_network("digits").probabilities(patch[None])[0]
    told = {one.shown: one.probability for one in answer.top}
    assert told == {str(i): pytest.approx(alone[i]) for i in np.argsort(-alone)[:5]}


def test_kannada_answers_stand_in_kannada() -> None:
    patch = to_patch(picture_of(drawing_of("0")), Crop.INK)
    answer = read_patch(shipped_network("kannada"), patch)
    assert (answer.words, answer.top[0].shown) == ("\u0ce6", "\u0ce6")


def test_an_empty_sheet_has_no_answer() -> None:
    assert read_drawing(shipped_network("digits"), Drawing()) is None


def test_a_single_point_is_a_dot_as_wide_as_the_pen() -> None:
    canvas = picture_of(Drawing((np.array([[0.5, 0.5]], np.float32),), 0.1))
    rows, columns = np.nonzero(canvas > 127)
    assert np.ptp(rows) == pytest.approx(0.1 * SIDE_PX, abs=2)
    assert columns.mean() == pytest.approx(SIDE_PX / 2, abs=1)


def test_a_stroke_is_as_wide_as_the_pen_and_cut_off_at_the_edge() -> None:
    line = np.array([[-0.5, 0.5], [1.5, 0.5]], np.float32)
    canvas = picture_of(Drawing((line,), 0.06))
    np.testing.assert_allclose(canvas.sum(axis=0) / 255, 0.06 * SIDE_PX, atol=3)


def test_a_model_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(SettingError, match="digits has no model kind 'forest'"):
        shipped_network("digits", "forest")
