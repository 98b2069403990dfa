"""The delay from screen to program is found where the camera sees the screen, else nothing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from glyphcam.live.camera_check_glass import glass_delay_s, is_light_at


@pytest.mark.parametrize("delay_s", [0.05, 0.12, 0.3])
@pytest.mark.parametrize("rate_hz", [15, 30])
def test_the_delay_comes_out_within_a_frame(delay_s: float, rate_hz: int) -> None:
    rng = np.random.default_rng(0)
    at = np.arange(0, 6, 1 / rate_hz)
    lights = [80 + 20 * is_light_at(t - delay_s) + rng.normal(0, 2) for t in at]
    assert glass_delay_s(list(at), lights) == pytest.approx(delay_s, abs=1 / rate_hz)


def test_a_camera_that_does_not_see_the_screen_tells_nothing() -> None:
    rng = np.random.default_rng(0)
    at = list(np.arange(0, 6, 1 / 30))
    assert glass_delay_s(at, list(80 + rng.normal(0, 5, len(at)))) is None
    assert glass_delay_s(at, [80.0] * len(at)) is None


def test_too_few_frames_tell_nothing() -> None:
    assert glass_delay_s([0.0, 1.0], [0.0, 100.0]) is None


def test_the_window_flashes_less_than_three_times_a_second() -> None:
    states = [is_light_at(t) for t in np.arange(0, 10, 0.01)]
    flashes = sum(after and not before for before, after in itertools.pairwise(states))
    assert flashes / 10 < 3
