"""Training and live see alike: a data-set picture, put on a card and filmed, keeps its label."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.card_reader import CardReader
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import RECOGNISERS, Crop

CORNERS = np.array([[190, 80], [470, 95], [455, 400], [180, 385]], np.float32)


def on_a_card(digit: np.ndarray) -> np.ndarray:
    """A 640x480 photo of a white card, in perspective, with the digit (28, 28) drawn in dark."""
    card = np.full((300, 280), 235, np.uint8)
    ink = cv2.resize(digit, (168, 168), interpolation=cv2.INTER_CUBIC)
    card[66:234, 56:224] -= (ink * 0.8).astype(np.uint8)
    corners = np.array([[0, 0], [280, 0], [280, 300], [0, 300]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, CORNERS)
    scene = np.full((480, 640), 90, np.uint8)
    cv2.warpPerspective(card, warp, (640, 480), scene, borderMode=cv2.BORDER_TRANSPARENT)
    return cv2.cvtColor(cv2.GaussianBlur(scene, (0, 0), 0.8), cv2.COLOR_GRAY2BGR)


def test_a_digit_on_a_photographed_card_is_read_as_the_network_reads_the_picture(
    data: Path,
) -> None:
    network = Network.shipped(RECOGNISERS["digits"])
    with np.load(data / "mnist.npz", allow_pickle=False) as mnist:
        digits = mnist["x_test"][:30]
    expected = network.recognise([Observation(to_patch(digit, Crop.INK)) for digit in digits])
    reader = CardReader(network)
    readings = [reader.read_picture(on_a_card(digit)).text for digit in digits]
    same = [text == answer.label for text, answer in zip(readings, expected, strict=True)]
    assert np.mean(same) >= 0.9, readings


GOLDEN = {
    Crop.HAND: [0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 0, 200, 0, 0, 0, 56, 163, 56, 0, 0, 0, 0, 0, 0],
    Crop.INK: [0, 0, 0, 0, 0, 0, 255, 200, 255, 0, 0, 0, 200, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0],
    Crop.ITEM: [
        255,
        255,
        244,
        255,
        0,
        0,
        0,
        39,
        0,
        0,
        0,
        0,
        39,
        0,
        0,
        0,
        0,
        39,
        0,
        0,
        0,
        120,
        120,
        120,
        0,
    ],
}


def drawn() -> np.ndarray:
    """A light five-sided figure on black, (60, 50) uint8, by whole numbers alone."""
    picture = np.zeros((60, 50), np.uint8)
    picture[10:16, 8:40] = 255
    picture[10:50, 20:27] = 200
    picture[44:50, 12:44] = 120
    return picture


@pytest.mark.parametrize("form", Crop, ids=lambda form: form.value)
def test_the_road_gives_the_numbers_the_models_were_trained_with(form: Crop) -> None:
    patch = to_patch(drawn(), form)
    assert patch[2::6, 2::6].ravel().tolist() == pytest.approx(GOLDEN[form], abs=2)
