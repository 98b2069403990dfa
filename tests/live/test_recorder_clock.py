"""The film's clock: the source's seconds, from 0, always rising."""

from __future__ import annotations

import random

import pytest

from glyphcam.live.recorder_clock import FilmClock


def test_uneven_rates_and_pauses_keep_to_the_wall_clock() -> None:
    chance = random.Random(5)
    clock, seconds, start_s = FilmClock(), 100.0, 100.0
    for index in range(1000):
        assert clock.at(seconds) == pytest.approx(seconds - start_s, abs=1e-9)
        seconds += 5.0 if index % 200 == 0 else chance.uniform(1 / 60, 1 / 10)


def test_frames_of_one_time_are_still_apart() -> None:
    clock = FilmClock()
    times = [clock.at(7.0) for _ in range(3)]
    assert times[0] < times[1] < times[2] < 0.01


def test_a_source_that_jumps_back_goes_on() -> None:
    clock = FilmClock()
    times = [clock.at(seconds) for seconds in (0.0, 1.0, 2.0, 0.0, 1.0)]
    assert times == pytest.approx([0.0, 1.0, 2.0, 2.0333, 3.0333], abs=1e-3)
