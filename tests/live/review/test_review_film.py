"""The film round a queued moment: from a film, from a session, and where it has gone."""

from __future__ import annotations

import pytest

from glyphcam.live.h264 import H264Writer
from glyphcam.live.review_film import HEIGHT_PX, strip_of

pytest.importorskip("av", reason="needs the extra 'film'")


@pytest.fixture
def film(tmp_path, steps):
    """Three seconds at 30 a second whose pictures tell their own number."""
    path = tmp_path / "film.mp4"
    writer = H264Writer(path, (160, 120))
    for step in steps("AAAAAA"):
        writer.write(step.picture, step.frame.seconds)
    writer.close()
    return path


def numbers(strip, picture_number) -> list[int]:
    return [picture_number(picture) for picture in strip.pictures]


def test_a_second_before_and_after_is_shown(film, made, picture_number) -> None:
    strip = strip_of(made(1, seconds=1.5, film=str(film)))
    assert numbers(strip, picture_number) == pytest.approx([15 + 7.5 * n for n in range(9)], abs=1)
    assert picture_number(strip.pictures[strip.at]) == 45
    assert strip.pictures[0].shape[0] == HEIGHT_PX


def test_at_the_beginning_and_the_end_there_is_less(film, made, picture_number) -> None:
    first = strip_of(made(1, seconds=0.0, film=str(film)))
    assert (first.at, numbers(first, picture_number)[0]) == (0, 0)
    last = strip_of(made(1, seconds=2.95, film=str(film)))
    assert last.at == len(last.pictures) - 1 or numbers(last, picture_number)[-1] == 89


def test_a_session_is_looked_up_by_the_frames_number(record, made, picture_number) -> None:
    folder = record("ABC")
    strip = strip_of(made(1, seconds=999.0, frame=20, film=str(folder.path)))
    assert picture_number(strip.pictures[strip.at]) == pytest.approx(20, abs=1)


def test_where_there_is_no_film_there_is_no_strip(made, tmp_path, record) -> None:
    assert strip_of(made(1)) is None
    assert strip_of(made(1, film=str(tmp_path / "gone.mp4"))) is None
    (tmp_path / "broken.mp4").write_bytes(b"no film" * 100)
    assert strip_of(made(1, film=str(tmp_path / "broken.mp4"))) is None
    assert strip_of(made(1, film=str(tmp_path))) is None
    folder = record("A")
    assert strip_of(made(1, frame=10_000, film=str(folder.path))) is None
    folder.events.write_text("broken\n")
    assert strip_of(made(1, frame=1, film=str(folder.path))) is None
