"""Rate and age of what is shown."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.frame import Frame
from glyphcam.live.meter import Meter


def frame(index: int, captured_s: float | None = None) -> Frame:
    return Frame(np.zeros((2, 2, 3), np.uint8), index, 0.0, captured_s)


def test_n_frames_are_n_minus_one_gaps() -> None:
    now_s = [0.0]
    meter = Meter(lambda: now_s[0])
    for index in range(5):
        meter.tick(frame(index))
        now_s[0] += 0.1
    assert meter.rate_hz == pytest.approx(10)


def test_the_first_frame_has_no_rate() -> None:
    meter = Meter(lambda: 1.0)
    meter.tick(frame(0))
    assert meter.rate_hz is None


def test_a_paused_frame_drawn_again_is_not_counted() -> None:
    now_s = [0.0]
    meter = Meter(lambda: now_s[0])
    for index in (0, 1, 1, 1, 1):
        meter.tick(frame(index))
        now_s[0] += 0.1
    assert meter.rate_hz == pytest.approx(10)


def test_only_a_live_frame_has_an_age() -> None:
    meter = Meter(lambda: 7.5)
    assert meter.age_s(frame(0, 7.0)) == pytest.approx(0.5)
    assert meter.age_s(frame(0)) is None
