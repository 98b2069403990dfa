"""A recording killed at any moment: the film plays, the events are whole, and it is finished."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from glyphcam.live.session_finish import finish_killed
from glyphcam.live.session_folder import all_sessions
from glyphcam.live.session_summary import read_summary

PROGRAM = Path(__file__).with_name("record_for_ever.py")
LOSS_S = 1.0


def record_and_kill(root: Path, seed: int) -> float:
    """Record until a random moment; return how many seconds were recorded."""
    command = [sys.executable, str(PROGRAM), str(root), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        start_s = float(program.stdout.readline())
        time.sleep(random.Random(seed).uniform(0.3, 3.0))  # real time is what is tested
        os.kill(program.pid, signal.SIGKILL)
        return time.monotonic() - start_s


def frame_times(film: Path) -> list[float]:
    """The times of the frames a player shows, up to where the film is torn, if it is.

    A kill can fall between the two halves of a fragment: what is whole before it plays.
    """
    times: list[float] = []
    with av.open(str(film)) as opened, contextlib.suppress(av.error.InvalidDataError):
        for frame in opened.decode(video=0):
            times.append(frame.time)  # one by one: what came before the tear is kept
    return times


def check_a_killed_film(root: Path, seed: int) -> None:
    recorded_s = record_and_kill(root, seed)
    [folder] = all_sessions(root)
    torn = frame_times(folder.video)
    assert recorded_s - torn[-1] <= LOSS_S
    *lines, _ = folder.events.read_text().split("\n")
    events = [record for record in map(json.loads, lines) if record["kind"] == "frame"]
    assert recorded_s - events[-1]["seconds"] <= LOSS_S
    [said] = finish_killed(root)
    assert said.endswith(f"s and {len(events)} frames")
    assert read_summary(folder.summary).is_killed
    assert (folder.path / "captions.vtt").read_text().startswith("WEBVTT")
    assert folder.events.read_bytes().endswith(b"\n")
    assert list(finish_killed(root)) == []
    with av.open(str(folder.video)) as film:  # mended: no torn end is left to complain of
        mended = [frame.time for frame in film.decode(video=0)]
    assert recorded_s - mended[-1] <= LOSS_S


@pytest.mark.parametrize("seed", range(3))
def test_a_film_killed_at_a_random_moment_plays_to_within_a_second_of_it(tmp_path, seed) -> None:
    check_a_killed_film(tmp_path, seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_twenty_films_killed_at_random_moments_play_to_within_a_second(tmp_path, seed) -> None:
    check_a_killed_film(tmp_path, seed)


def test_a_session_that_is_being_recorded_is_left_alone(tmp_path) -> None:
    command = [sys.executable, str(PROGRAM), str(tmp_path), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert list(finish_killed(tmp_path)) == []
        os.kill(program.pid, signal.SIGKILL)
    assert len(list(finish_killed(tmp_path))) == 1
