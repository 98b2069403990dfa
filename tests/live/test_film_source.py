"""Films: every frame in order with its own time, and a sentence for each kind of broken one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.calibration.errors import SourceError
from glyphcam.live.film_source import FilmSource


def write_film(path: Path, count: int = 20, rate_hz: float = 10.0) -> None:
    """Write a film whose frame i is of the grey 10 * i, modulo 250."""
    film = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate_hz, (64, 48))
    for index in range(count):
        film.write(np.full((48, 64, 3), 10 * index % 250, np.uint8))
    film.release()


def test_every_frame_comes_in_order_with_its_time(tmp_path: Path) -> None:
    write_film(tmp_path / "ten.avi")
    with FilmSource(tmp_path / "ten.avi") as source:
        frames = list(source)
    shades = [float(frame.image.mean()) for frame in frames]
    assert shades == pytest.approx([10 * index for index in range(20)], abs=2)
    assert [frame.index for frame in frames] == list(range(20))
    assert [frame.seconds for frame in frames] == pytest.approx(np.arange(20) / 10)
    assert source.count == 20
    assert all(frame.captured_s is None for frame in frames)


def test_iterating_again_goes_on_where_it_was_left(tmp_path: Path) -> None:
    write_film(tmp_path / "ten.avi")
    with FilmSource(tmp_path / "ten.avi") as source:
        for frame in source:
            if frame.index == 4:
                break
        assert next(iter(source)).index == 5


def test_a_text_file_called_mp4_is_no_film(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("buy milk\n" * 100)
    with pytest.raises(SourceError, match=r"notes\.mp4 is not a film"), FilmSource(path):
        pass


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "nothing.mp4"
    path.touch()
    with pytest.raises(SourceError, match=r"nothing\.mp4 is empty"), FilmSource(path):
        pass


def test_a_film_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.mp4 cannot be read: No such file"):  # noqa: SIM117
        with FilmSource(tmp_path / "gone.mp4"):
            pass


def test_a_film_without_its_end_is_no_film_where_the_index_was_there(
    tmp_path: Path, data: Path
) -> None:
    whole = (data / "clips" / "still_A_1.mp4").read_bytes()
    path = tmp_path / "half.mp4"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError, match="cut short"), FilmSource(path):
        pass


def test_a_film_that_breaks_off_gives_what_it_has_and_then_says_so(tmp_path: Path) -> None:
    write_film(tmp_path / "whole.avi", count=40)
    whole = (tmp_path / "whole.avi").read_bytes()
    path = tmp_path / "broken.avi"
    path.write_bytes(whole[: len(whole) * 6 // 10])
    given = 0
    with pytest.raises(SourceError, match=r"broken\.avi breaks off at .* of 40 frames"):  # noqa: SIM117
        with FilmSource(path) as source:
            for _ in source:
                given += 1
    assert given > 10


def test_a_film_whose_size_changes_is_read_on_in_its_first_size_or_says_so(tmp_path: Path) -> None:
    """OpenCV 5 brings later frames to the first one's size by itself; others hand them on."""
    pictures = [np.full((120, 160, 3), 90, np.uint8)] * 5 + [np.full((60, 80, 3), 90, np.uint8)] * 5
    path = tmp_path / "two-sizes.mjpeg"
    path.write_bytes(b"".join(cv2.imencode(".jpg", each)[1].tobytes() for each in pictures))
    try:
        with FilmSource(path) as source:
            shapes = {frame.image.shape for frame in source}
    except SourceError as error:
        assert "changes its size from 160x120 to 80x60" in str(error)
    else:
        assert shapes == {(120, 160, 3)}


def test_a_broken_film_leaves_the_terminal_clean(tmp_path: Path) -> None:
    # In a process of its own: FFmpeg takes its log level from the first film opened in it.
    path = tmp_path / "notes.mp4"
    path.write_text("buy milk\n" * 100)
    program = (
        "import sys, pathlib\n"
        "from glyphcam.calibration.errors import SourceError\n"
        "from glyphcam.live.film_source import FilmSource\n"
        "try:\n"
        "    FilmSource(pathlib.Path(sys.argv[1])).__enter__()\n"
        "except SourceError:\n"
        "    sys.exit(7)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (7, "", "")


def test_a_clip_has_as_many_frames_as_its_table(data: Path) -> None:
    rows = (data / "clips" / "lolzorus_SIGN.tsv").read_text().split()
    with FilmSource(data / "clips" / "lolzorus_SIGN.mp4") as source:
        assert sum(1 for _ in source) == len(rows) // 2 == source.count
