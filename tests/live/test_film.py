"""Films of what was seen: playable, at their true times, whole after a kill."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.film import Film
from glyphcam.live.film_source import FilmSource
from glyphcam.live.film_writers import FilmWriter, PlainWriter, fitted_into
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reading import NOTHING, Step

av = pytest.importorskip("av", reason="PyAV is not installed: the extra film")
from glyphcam.live.h264 import H264Writer  # noqa: E402 - needs PyAV

OpenWriter = Callable[[Path, tuple[int, int]], FilmWriter]


def shade(value: int, width: int = 160, height: int = 120) -> Picture:
    return np.full((height, width, 3), value, np.uint8)


def step(image: Picture, index: int, seconds: float) -> Step:
    return Step(Frame(image, index, seconds), NOTHING, image)


def frames_of(path: Path) -> list[Frame]:
    with FilmSource(path) as source:
        return list(source)


def test_uneven_times_are_kept(tmp_path: Path) -> None:
    times = [5.0, 5.03, 5.1, 5.15, 7.0, 7.02, 7.5]
    with Film(tmp_path / "a.mp4") as film:
        for index, seconds in enumerate(times):
            film.take(step(shade(40 + 30 * index), index, seconds))
    assert film.kind == "H.264"
    frames = frames_of(tmp_path / "a.mp4")
    assert [f.seconds for f in frames] == pytest.approx([t - 5.0 for t in times], abs=1e-3)
    shades = [f.image.mean() for f in frames]
    assert shades == pytest.approx([40 + 30 * i for i in range(7)], abs=4)


def test_it_is_what_browsers_play(tmp_path: Path) -> None:
    with Film(tmp_path / "a.mp4") as film:
        film.take(step(shade(90), 0, 0.0))
    with av.open(str(tmp_path / "a.mp4")) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")


def test_without_pyav_the_clock_is_kept_by_repeating_pictures(tmp_path: Path) -> None:
    film = PlainWriter(tmp_path / "a.mp4", (160, 120))
    for index, seconds in enumerate((0.0, 0.5, 0.51, 2.0)):
        film.write(shade(60 + 50 * index), seconds)
    film.close()
    frames = frames_of(tmp_path / "a.mp4")
    assert frames[-1].seconds == pytest.approx(2.0, abs=0.04)
    at_one = next(frame for frame in frames if frame.seconds > 1.0)
    assert at_one.image.mean() == pytest.approx(60 + 50 * 2, abs=6)


@pytest.mark.parametrize("open_writer", [H264Writer, PlainWriter])
def test_other_sizes_are_fitted_in_and_odd_ones_are_no_harm(
    tmp_path: Path, open_writer: OpenWriter
) -> None:
    film = open_writer(tmp_path / "a.mp4", (161, 121) if open_writer is H264Writer else (160, 120))
    for index, size_wh in enumerate([(161, 121), (320, 240), (40, 120), (1, 1)]):
        film.write(shade(200, *size_wh), index / 10)
    film.close()
    assert frames_of(tmp_path / "a.mp4")[0].image.shape == (120, 160, 3)


def test_times_that_go_back_do_not_break_the_film(tmp_path: Path) -> None:
    with Film(tmp_path / "a.mp4") as film:
        for index, seconds in enumerate((1.0, 2.0, 0.5, 0.5, 3.0)):
            film.take(step(shade(90), index, seconds))
    assert len(frames_of(tmp_path / "a.mp4")) == 5


def test_a_killed_film_plays_to_within_a_second_of_the_kill(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    child = os.fork()
    if child == 0:  # the one that is killed
        film = H264Writer(path, (160, 120))
        for index in range(100):
            film.write(shade(index), index / 30)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert frames_of(path)[-1].seconds > 100 / 30 - 1


def test_a_film_without_pictures_leaves_no_file(tmp_path: Path) -> None:
    with Film(tmp_path / "a.mp4"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_film_being_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(b"precious")
    with pytest.raises(SettingError, match="is the film being read"), Film(path, path):
        pass
    assert path.read_bytes() == b"precious"


def test_a_name_that_is_no_mp4_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"a\.avi is no mp4"), Film(tmp_path / "a.avi"):
        pass


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be written: No such file"):  # noqa: SIM117
        with Film(tmp_path / "gone" / "a.mp4"):
            pass


def test_a_picture_is_fitted_in_whole() -> None:
    sheet = fitted_into(shade(255, 40, 120), (160, 120))
    assert sheet.shape == (120, 160, 3)
    assert sheet[:, 60:100].min() == 255
    assert sheet[:, :59].max() == 0
