"""Folders and patterns of pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import PictureError, SourceError
from glyphcam.live.picture_source import PictureSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in (10, 2, 1):
        cv2.imwrite(str(tmp_path / f"img{number}.png"), np.full((20, 30), number, np.uint8))
    (tmp_path / "notes.txt").write_text("not a picture")
    return tmp_path


def test_a_folder_gives_its_pictures_in_the_order_of_their_numbers(folder: Path) -> None:
    with PictureSource.of(str(folder)) as source:
        frames = list(source)
    assert [int(frame.image[0, 0, 0]) for frame in frames] == [1, 2, 10]
    assert [frame.seconds for frame in frames] == [0.0, 1.0, 2.0]
    assert source.count == 3


def test_a_pattern_gives_what_it_names(folder: Path) -> None:
    with PictureSource.of(str(folder / "img1*.png")) as source:
        assert sum(1 for _ in source) == 2


def test_a_folder_without_pictures_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no picture in"):
        PictureSource.of(str(tmp_path))


def test_a_pattern_that_fits_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no picture in '.*none\*"):
        PictureSource.of(str(tmp_path / "none*.jpg"))


def test_a_broken_picture_among_good_ones_is_named(folder: Path) -> None:
    (folder / "img3.png").write_bytes(b"broken")
    with pytest.raises(PictureError, match=r"img3\.png"), PictureSource.of(str(folder)) as source:
        list(source)
