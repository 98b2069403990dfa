"""Single pictures of every depth, channel count and size, and those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from glyphcam.calibration.errors import PictureError
from glyphcam.live.picture import MOST_SIDE, load_picture


@pytest.mark.parametrize(
    ("image", "expected_bgr"),
    [
        (np.full((20, 30), 90, np.uint8), (90, 90, 90)),
        (np.full((20, 30), 90 * 257, np.uint16), (90, 90, 90)),
        (np.full((20, 30, 3), (10, 20, 30), np.uint8), (10, 20, 30)),
        (np.full((20, 30, 3), (2570, 5140, 7710), np.uint16), (10, 20, 30)),
        (np.full((20, 30, 4), (10, 20, 30, 255), np.uint8), (10, 20, 30)),
        (np.full((20, 30, 4), (0, 0, 0, 0), np.uint8), (255, 255, 255)),
    ],
    ids=["grey", "grey 16 bit", "colour", "colour 16 bit", "opaque", "clear"],
)
def test_every_form_becomes_bgr_of_8_bit(
    tmp_path: Path, image: np.ndarray, expected_bgr: tuple[int, int, int]
) -> None:
    cv2.imwrite(str(tmp_path / "p.png"), image)
    loaded = load_picture(tmp_path / "p.png").image
    assert loaded.dtype == np.uint8
    assert loaded.shape == (20, 30, 3)
    assert tuple(loaded[3, 4]) == expected_bgr


def test_grey_with_transparency_lies_on_white(tmp_path: Path) -> None:
    Image.new("LA", (30, 20), (0, 0)).save(tmp_path / "la.png")
    assert load_picture(tmp_path / "la.png").image.min() == 255


def test_a_phone_photo_is_turned_as_its_camera_was(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6  # turned a quarter
    Image.new("RGB", (40, 20)).save(tmp_path / "p.jpg", exif=exif)
    assert load_picture(tmp_path / "p.jpg").image.shape == (40, 20, 3)


def test_a_huge_picture_is_shrunk_and_says_by_how_much(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "huge.png"), np.zeros((10_000, 10_000), np.uint8))
    still = load_picture(tmp_path / "huge.png")
    assert still.image.shape == (MOST_SIDE, MOST_SIDE, 3)
    assert still.shrink == MOST_SIDE / 10_000


def test_a_picture_of_one_pixel_is_too_small(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "dot.png"), np.zeros((1, 1), np.uint8))
    with pytest.raises(PictureError, match=r"dot\.png is 1x1 pixels: .* at least 16x16"):
        load_picture(tmp_path / "dot.png")


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n1234"])
def test_what_is_no_picture_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(PictureError, match=r"x\.png is not a picture"):
        load_picture(tmp_path / "x.png")


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match=r"there is no picture .*gone\.jpg"):
        load_picture(tmp_path / "gone.jpg")


def test_a_folder_is_not_a_picture(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="cannot be read"):
        load_picture(tmp_path)
