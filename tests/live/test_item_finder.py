"""Clothing is cut from its ground, and a wall is no clothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.frame import Frame
from glyphcam.live.item_finder import find_item
from glyphcam.live.item_reader import ItemReader
from glyphcam.models.observation import Observation
from glyphcam.models.prediction import Prediction


def shirt(ground: int = 200, cloth: tuple[int, int, int] = (90, 50, 40)) -> np.ndarray:
    rng = np.random.default_rng(4)
    image = np.full((480, 640, 3), ground, np.uint8)
    outline = [(220, 120), (420, 120), (500, 200), (450, 240), (420, 210), (420, 400)]
    outline += [(220, 400), (220, 210), (190, 240), (140, 200)]
    cv2.fillPoly(image, [np.array(outline)], cloth)
    return np.clip(image + rng.normal(0, 4, image.shape), 0, 255).astype(np.uint8)


def test_the_item_is_cut_out_on_black() -> None:
    item = find_item(shirt())
    assert item is not None
    assert item.quad[0] == pytest.approx([140, 120], abs=14)
    assert item.quad[2] == pytest.approx([500, 400], abs=14)
    assert item.gray[:6, :6].max() == 0, "outside the shoulder"
    middle = item.gray[item.gray.shape[0] // 2, item.gray.shape[1] // 2]
    assert middle > 30


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_bare_wall_is_nothing(shade: int) -> None:
    assert find_item(np.full((480, 640, 3), shade, np.uint8)) is None
    assert find_item(np.full((1, 1, 3), shade, np.uint8)) is None


class Fixed:
    """A network that always says bag."""

    class stamp:
        recogniser = "fashion"
        labels = ("Bag", "Coat")
        threshold = 0.5

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        return [Prediction(("Bag", "Coat"), np.float32([0.9, 0.1]), 0.5) for _ in observations]


def test_the_reader_names_the_item_and_is_silent_without_one(data: Path) -> None:
    reader = ItemReader(Fixed())
    assert reader.read(Frame(shirt(), 0, 0.0)).raw is not None
    assert reader.read_picture(shirt()).steady is not None
    assert reader.read_picture(np.full((480, 640, 3), 90, np.uint8)).region is None
    with np.load(data / "fashion_mnist.npz") as file:
        bag = file["x_test"][file["y_test"] == 8][0]
    large = cv2.resize(255 - bag, (300, 300), interpolation=cv2.INTER_CUBIC)
    photo = cv2.copyMakeBorder(large, 90, 90, 170, 170, cv2.BORDER_CONSTANT, value=255)
    assert reader.read_picture(cv2.cvtColor(photo, cv2.COLOR_GRAY2BGR)).region is not None


@pytest.mark.parametrize("turn_deg", [-28, 20])
def test_an_item_that_lies_askew_is_turned_upright(turn_deg: float) -> None:
    straight = find_item(shirt())
    turn = cv2.getRotationMatrix2D((320, 240), turn_deg, 0.9)
    askew = find_item(cv2.warpAffine(shirt(), turn, (640, 480), borderValue=(200, 200, 200)))
    assert straight is not None
    assert askew is not None
    shapes = [item.gray.shape[1] / item.gray.shape[0] for item in (straight, askew)]
    assert shapes[1] == pytest.approx(shapes[0], rel=0.12)
    rise = np.degrees(np.arctan2(*(askew.quad[1] - askew.quad[0])[::-1]))
    assert rise == pytest.approx(-turn_deg, abs=7)
