"""A film looked into at any moment shows the picture of that moment."""

from __future__ import annotations

import random

import pytest

from glyphcam.calibration.errors import SourceError
from glyphcam.live.h264 import H264Writer
from glyphcam.live.replay_film import ReplayFilm


def killed_copy(tmp_path, steps):
    writer = H264Writer(tmp_path / "open.mp4", (160, 120))
    for step in steps("ABCDABCDABCD"):
        writer.write(step.picture, step.frame.seconds)
    path = tmp_path / "killed.mp4"
    path.write_bytes((tmp_path / "open.mp4").read_bytes())
    writer.close()
    return path


def whole(tmp_path, steps):
    killed_copy(tmp_path, steps)
    return tmp_path / "open.mp4"


@pytest.mark.parametrize("make", [whole, killed_copy])
def test_any_order_of_moments_gives_the_right_pictures(tmp_path, steps, make, picture_number):
    chance = random.Random(3)
    with ReplayFilm(make(tmp_path, steps)) as film:
        for _ in range(40):
            index = chance.randrange(178)
            still = film.at(index / 30 + 0.004)
            assert picture_number(still.picture) == index
            assert still.seconds == pytest.approx(index / 30, abs=1e-4)


def test_before_the_first_and_after_the_last_are_those(tmp_path, steps, picture_number) -> None:
    with ReplayFilm(whole(tmp_path, steps)) as film:
        assert picture_number(film.at(99.0).picture) == 179
        assert picture_number(film.at(0.0).picture) == 0


def test_what_is_no_film_is_said(tmp_path) -> None:
    (tmp_path / "x.mp4").write_bytes(b"nothing of the kind")
    with (
        pytest.raises(SourceError, match=r"x\.mp4 is no film that can be read"),
        ReplayFilm(tmp_path / "x.mp4"),
    ):
        pass
