"""Why a model answers: what is covered, what is alike, and what there is to see in a photo."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import DataError, PictureError
from glyphcam.live.demo_strokes import drawn
from glyphcam.live.draw_answer import shipped_network
from glyphcam.live.draw_strokes import Drawing
from glyphcam.live.draw_strokes import picture_of as drawn_picture
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.web_explain import AGAINST, FOR, explain, picture_of

BLANK = np.full((300, 300, 3), 255, np.uint8)


def photo_of(label: str) -> np.ndarray:
    strokes = drawn(label, np.random.default_rng(3), unsteady=0.01)
    scaled = tuple((stroke * 0.8 + 0.1).astype(np.float32) for stroke in strokes)
    ink = drawn_picture(Drawing(scaled, 0.03))
    return cv2.cvtColor(255 - ink, cv2.COLOR_GRAY2BGR)


def test_ink_is_looked_at_and_the_ground_far_from_it_is_not() -> None:
    why = explain(shipped_network("digits"), photo_of("7"), None)
    assert why.prediction.label == "7"
    assert why.alike == ()
    ink = cv2.dilate(why.observation.patch, np.ones((7, 7), np.uint8)) > 0
    assert np.abs(why.weights[ink]).mean() > 10 * np.abs(why.weights[~ink]).mean()


def test_the_picture_has_the_patch_on_the_left_and_two_colours_on_the_right() -> None:
    why = explain(shipped_network("digits"), photo_of("7"), None)
    picture = picture_of(why)
    left = cv2.resize(picture[:, :336], (28, 28), interpolation=cv2.INTER_NEAREST)
    np.testing.assert_array_equal(left[..., 0], why.observation.patch)
    best = np.unravel_index(why.weights.argmax(), (28, 28))
    spot = picture[best[0] * 12 + 6, 352 + best[1] * 12 + 6].astype(int)
    assert np.abs(spot - FOR).sum() < np.abs(spot - AGAINST).sum()


@pytest.mark.parametrize("name", ["digits", "kannada", "fashion", "characters", "asl"])
def test_an_empty_photo_says_what_is_missing(name: str) -> None:
    with pytest.raises(PictureError, match=r"no hand was found|the picture is empty"):
        explain(shipped_network(name), BLANK, None)


def test_a_hand_and_the_training_hands_most_like_it(data: Path) -> None:
    photo = sorted((data / "asl_frames").glob("*/L/*.jpg"))[0]
    why = explain(shipped_network("asl"), cv2.imread(str(photo)), data)
    assert why.prediction.label == "L"
    assert [one.label for one in why.alike].count("L") >= 6
    gaps = [one.distance for one in why.alike]
    assert gaps == sorted(gaps)


@pytest.mark.parametrize("name", ["digits", "characters"])
def test_the_nearest_training_examples_of_a_drawn_four_are_fours(name: str, data: Path) -> None:
    why = explain(shipped_network(name), photo_of("4"), data)
    assert len(why.alike) == 8
    assert [one.label for one in why.alike].count("4") >= 5


def test_the_first_cell_of_a_phone_photo_is_explained_as_it_is_read(data: Path) -> None:
    image = cv2.imread(str(sorted((data / "cards").glob("*.jpg"))[0]))
    read = open_reader(ReaderChoice("characters")).read_picture(image).glyphs[0]
    why = explain(shipped_network("characters"), image, None)
    assert why.prediction.label == read.label


def test_a_folder_without_the_sets_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no training pictures of digits"):
        explain(shipped_network("digits"), photo_of("4"), tmp_path)
