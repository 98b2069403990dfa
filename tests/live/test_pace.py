"""Films in a window at their own speed, and films that behave as cameras."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.live.frame import Frame
from glyphcam.live.pace import in_real_time
from glyphcam.live.paced import PacedCapture, paced_camera


class HandClock:
    """A clock that only waiting moves on."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.now_s += seconds


def frames(count: int, rate_hz: float) -> list[Frame]:
    return [Frame(np.zeros((2, 2, 3), np.uint8), i, i / rate_hz) for i in range(count)]


def test_frames_come_when_their_time_has_come() -> None:
    clock = HandClock()
    times = [clock.now_s - 100 for _ in in_real_time(frames(4, 10), clock, clock.wait)]
    assert times == pytest.approx([0.0, 0.1, 0.2, 0.3])


def test_after_a_pause_the_rest_keeps_its_distances() -> None:
    clock, times = HandClock(), []
    for frame in in_real_time(frames(4, 10), clock, clock.wait):
        times.append(clock.now_s - 100)
        if frame.index == 1:
            clock.now_s += 7
    assert times == pytest.approx([0.0, 0.1, 7.1, 7.2])


def test_a_paced_film_skips_what_was_due_while_nobody_read(data: Path) -> None:
    clock = HandClock()
    film = PacedCapture(data / "clips" / "still_A_1.mp4", 10.0, clock, clock.wait)
    film.read()
    clock.now_s += 0.55
    film.read()
    assert clock.now_s == pytest.approx(100.55)
    film.read()
    assert clock.now_s == pytest.approx(100.6)
    film.release()


def test_a_paced_film_begins_again_at_its_end(data: Path) -> None:
    clock = HandClock()
    film = PacedCapture(data / "clips" / "still_I_1.mp4", 30.0, clock, clock.wait)
    assert all(film.read()[0] for _ in range(120))  # the clip has 103
    film.release()


def test_a_paced_camera_is_a_live_source(data: Path) -> None:
    with paced_camera(data / "clips" / "still_I_1.mp4", rate_hz=200.0) as source:
        indices = [next(source).index for _ in range(5)]
    assert indices == [0, 1, 2, 3, 4]
    assert source.is_live
