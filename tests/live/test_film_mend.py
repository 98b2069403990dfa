"""Half written films are cut behind their last whole frame, whole ones left alone."""

from __future__ import annotations

import av
import pytest

from glyphcam.live.film_mend import trim_film
from glyphcam.live.h264 import H264Writer


@pytest.fixture
def killed_film(tmp_path, steps):
    """A film as a kill leaves it: never closed, and copied while it is open."""
    writer = H264Writer(tmp_path / "open.mp4", (160, 120))
    for step in steps("AB"):
        writer.write(step.picture, step.frame.seconds)
    path = tmp_path / "killed.mp4"
    path.write_bytes((tmp_path / "open.mp4").read_bytes())
    writer.close()
    return path


def count_frames(path) -> int:
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0))


def test_a_film_cut_within_its_last_frame_loses_only_that_frame(killed_film) -> None:
    count = count_frames(killed_film)
    with killed_film.open("rb+") as file:
        file.truncate(killed_film.stat().st_size - 40)
    assert trim_film(killed_film) > 0
    assert count_frames(killed_film) == count - 1


def test_a_film_cut_within_a_box_head_is_mended(killed_film) -> None:
    count = count_frames(killed_film)
    with killed_film.open("ab") as file:
        file.write(b"\0\0\1")
    assert trim_film(killed_film) == 3
    assert count_frames(killed_film) == count


def test_a_whole_film_is_left_alone(tmp_path, killed_film) -> None:
    before = (tmp_path / "open.mp4").read_bytes()
    assert trim_film(tmp_path / "open.mp4") == 0
    assert trim_film(killed_film) == 0
    assert (tmp_path / "open.mp4").read_bytes() == before


def test_a_file_that_is_no_film_is_left_alone(tmp_path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"not a film at all")
    assert trim_film(tmp_path / "a.mp4") == 0
