"""Every kind of picture is brought to BGR of a bearable size, or refused in a sentence."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.errors import PictureError
from glyphcam.models.hand import Hand
from glyphcam.models.hand_picture import hand_picture


@pytest.mark.parametrize("shape", [(1, 1), (7, 5, 1), (7, 5, 3), (7, 5, 4), (4000, 9)])
def test_odd_pictures_become_bgr(shape: tuple[int, ...]) -> None:
    picture = hand_picture(np.zeros(shape, np.uint8))
    assert picture.image.ndim == 3
    assert picture.image.shape[2] == 3
    assert max(picture.image.shape) <= 1920


@pytest.mark.parametrize("image", [
    np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8), np.zeros((4, 4, 2), np.uint8),
])  # fmt: skip
def test_what_is_no_picture_is_refused(image: np.ndarray) -> None:
    with pytest.raises(PictureError, match="cannot be searched for hands"):
        hand_picture(image)


def test_a_hand_of_the_shrunk_padded_picture_goes_back_to_the_original() -> None:
    picture = hand_picture(np.zeros((3840, 1000), np.uint8)).padded(0.5)
    points = np.full((21, 3), 960 + 100, np.float32)
    hand = picture.in_original(Hand(points, points, 1.0, 1.0))
    assert hand.landmarks[0, :2] == pytest.approx([200, 200])
