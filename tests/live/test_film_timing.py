"""A film's own times are those of the frames, whatever the rate."""

from __future__ import annotations

import random

import av
import pytest

from glyphcam.live.session_log import read_log


def uneven(steps, make_uneven):
    from dataclasses import replace

    seconds = 0.0
    for index, step in enumerate(steps):
        yield replace(step, frame=replace(step.frame, seconds=seconds))
        seconds += make_uneven(index)


def test_film_and_wall_clock_agree_within_one_percent_at_uneven_rates(record, steps) -> None:
    chance = random.Random(1)

    def gap_s(index: int) -> float:
        return 4.0 if index % 50 == 49 else chance.uniform(1 / 60, 1 / 10)

    shots = list(uneven(steps("ABCD" * 3), gap_s))
    folder = record(shots)
    wall_s = [shot.frame.seconds for shot in shots]
    with av.open(str(folder.video)) as film:
        times = [frame.time for frame in film.decode(video=0)]
    assert times == pytest.approx(wall_s, abs=0.001)
    with av.open(str(folder.video)) as film:
        assert film.duration / av.time_base == pytest.approx(wall_s[-1], rel=0.01)
    assert [e.seconds for e in read_log(folder.events).events] == pytest.approx(wall_s, abs=1e-5)
