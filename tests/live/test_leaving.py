"""The whole program left by q and by Ctrl-C: the same door, films closed, exit 0."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glyphcam.live.film_source import FilmSource
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import model_path

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not model_path(RECOGNISERS["asl"]).is_file(),
    reason="needs Linux and the shipped asl network",
)


def glyphcam(*arguments: str | Path, display: str | None = None) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    if display is not None:
        environment["DISPLAY"] = display
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("glyphcam")), *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def seconds_of(film: Path) -> float:
    with FilmSource(film) as source:
        return [frame.seconds for frame in source][-1]


def test_ctrl_c_closes_the_film_and_exits_with_0(tmp_path: Path, data: Path) -> None:
    film, clip = tmp_path / "a.mp4", data / "clips" / "lolzorus_SIGN.mp4"
    run = glyphcam("live", "--source", clip, "--json", "--no-window", "--save", film)
    assert run.stdout is not None
    for _ in range(20):
        run.stdout.readline()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "Traceback" not in err
    assert seconds_of(film) >= 1.0


def test_q_in_the_window_closes_the_film_and_exits_with_0(
    tmp_path: Path, data: Path, display: str, press: Callable[..., None]
) -> None:
    film, clip = tmp_path / "a.mp4", data / "clips" / "lolzorus_SIGN.mp4"
    run = glyphcam("live", "--source", clip, "--save", film, display=display)
    press(display, "q", lambda: run.poll() is not None)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 0
    assert "Traceback" not in err
    assert seconds_of(film) > 0


def test_a_wrong_source_is_one_sentence_and_exit_2() -> None:
    run = glyphcam("live", "--source", "gone.mp4", "--no-window")
    _, err = run.communicate(timeout=60)
    assert run.returncode == 2
    assert err.strip().splitlines()[-1].startswith("glyphcam: there is no source 'gone.mp4'")
    assert "Traceback" not in err
