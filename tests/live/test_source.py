"""What the text of --source opens."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera import Camera
from glyphcam.live.film_source import FilmSource
from glyphcam.live.frames import FirstThatWorks, Source
from glyphcam.live.picture_source import PictureSource
from glyphcam.live.source import open_source


@pytest.mark.parametrize("text", ["0", "12", "/dev/video0", "rtsp://10.0.0.1/cam", "HTTP://a/b"])
def test_numbers_devices_and_addresses_are_cameras(text: str) -> None:
    assert isinstance(open_source(text), Camera)


def test_a_file_is_a_film_and_a_folder_or_picture_is_pictures(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "p.png"), np.zeros((20, 20), np.uint8))
    (tmp_path / "f.mp4").touch()
    assert isinstance(open_source(str(tmp_path / "f.mp4")), FilmSource)
    assert isinstance(open_source(str(tmp_path / "p.png")), PictureSource)
    assert isinstance(open_source(str(tmp_path)), PictureSource)
    assert isinstance(open_source(str(tmp_path / "*.png")), PictureSource)


def test_a_missing_file_says_what_may_be_given() -> None:
    with pytest.raises(SourceError, match=r"there is no source 'gone\.mp4': give a camera number"):
        open_source("gone.mp4")


def test_a_mistyped_number_is_no_camera() -> None:
    with pytest.raises(SourceError, match="there is no camera 99999999999"):
        open_source("99999999999")


def test_a_camera_that_is_not_there_says_what_to_type_instead() -> None:
    with pytest.raises(SourceError, match=r"camera 93 gave no frame: .*--source demo"):  # noqa: SIM117
        with open_source("93"):
            pass


def test_a_missing_camera_leaves_the_terminal_clean(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError), open_source("93"):
        pass
    assert capfd.readouterr().err == ""


def test_a_streams_password_is_not_shown() -> None:
    with pytest.raises(SourceError) as caught, open_source("http://me:secret@127.0.0.1:9/x"):
        pass
    assert "secret" not in str(caught.value)
    assert "127.0.0.1:9/x" in str(caught.value)


def test_of_several_the_first_that_opens_is_taken(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "p.png"), np.zeros((20, 20), np.uint8))
    pictures: Source = open_source(str(tmp_path))
    with FirstThatWorks(open_source("93"), pictures) as chosen:
        assert chosen is pictures
