"""The numbers of the training data: what is like it is not new, what is not is."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.hand_shapes import hand_shape
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import RECOGNISERS, Crop
from glyphcam.models.training_reference import (
    hand_looks,
    part_of,
    patch_looks,
    training_references,
    whole,
)

BLANK = np.zeros((28, 28), np.uint8)


def test_there_is_one_of_every_recogniser() -> None:
    found = training_references()
    assert set(found) == set(RECOGNISERS)
    for name, one in found.items():
        is_hand = RECOGNISERS[name].crop is Crop.HAND
        assert one.centres.shape[1] == 112
        assert (one.hand_px is not None) == (one.brightness is not None) == is_hand


def test_the_usual_hand_of_a_letter_is_not_new_and_a_crumpled_one_is() -> None:
    asl = training_references()["asl"]
    usual = [
        asl.is_novel(Observation(BLANK, hand_shape(letter) * 100))
        for letter in RECOGNISERS["asl"].labels
    ]
    assert sum(usual) == 0
    noise = np.random.default_rng(2).normal(0, 50, (21, 3)).astype(np.float32)
    assert asl.is_novel(Observation(BLANK, noise - noise[0]))


def test_the_room_round_a_hand_does_not_make_it_new() -> None:
    asl = training_references()["asl"]
    landmarks = hand_shape("L") * 100
    light = Observation(np.full((28, 28), 255, np.uint8), landmarks)
    assert asl.distance(light) == pytest.approx(asl.distance(Observation(BLANK, landmarks)))


def test_a_written_seven_is_a_digit_and_a_chessboard_is_new() -> None:
    digits = training_references()["digits"]
    seven = np.zeros((64, 64), np.uint8)
    cv2.polylines(seven, [np.array([[16, 14], [46, 14], [28, 52]])], False, 255, 5)
    assert not digits.is_novel(Observation(to_patch(seven, Crop.INK)))
    board = np.kron(np.indices((7, 7)).sum(axis=0) % 2 * 255, np.ones((4, 4))).astype(np.uint8)
    assert digits.is_novel(Observation(board))


def test_one_in_a_hundred_of_real_pictures_is_new(data) -> None:
    digits = training_references()["digits"]
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        pictures = arrays["x_test"][:400]
    new = [digits.is_novel(Observation(to_patch(p, Crop.INK))) for p in pictures]
    assert np.mean(new) < 0.04


def test_a_held_hand_of_a_film_is_not_new(data) -> None:
    from glyphcam.models.hand_finder import HandFinder

    film = cv2.VideoCapture(str(data / "clips" / "still_L_1.mp4"))
    image = film.read()[1]
    film.release()
    [hand, *_] = HandFinder().find(image, is_thorough=True)
    assert not training_references()["asl"].is_novel(observe_hand(image, hand))


def test_looks_are_kept_by_the_part_that_says_something() -> None:
    chance = np.random.default_rng(1)
    hands = hand_looks(chance.normal(0, 40, (3, 21, 3)).astype(np.float32))
    inks = patch_looks(chance.integers(0, 256, (3, 28, 28)).astype(np.uint8))
    assert (part_of(hands).shape, part_of(inks).shape) == ((3, 63), (3, 49))
    np.testing.assert_array_equal(whole(part_of(hands)), hands)
    np.testing.assert_array_equal(whole(part_of(inks)), inks)


@pytest.mark.parametrize("text", ["", "[]", '{"asl": {"limit": 1}}'])
def test_a_broken_file_is_refused(tmp_path, text) -> None:
    path = tmp_path / "training_reference.json"
    path.write_text(text)
    with pytest.raises(ModelError, match=r"is broken .*install glyphcam again"):
        training_references(path)


def test_the_file_holds_whole_numbers_only(tmp_path) -> None:
    path = tmp_path / "training_reference.json"
    record = {"centres": [[50] * 63], "limit": 1.5, "brightness": None, "hand_px": None}
    path.write_text(json.dumps({"asl": record}))
    [one] = training_references(path).values()
    assert (one.centres[0, :49] == 0).all()
    assert (one.centres[0, 49:] == 1).all()
    assert one.limit == 1.5
