"""A hand on its way between two signs is said to change; one that trembles or drifts is not."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.changing import ChangeWatch

RNG = np.random.default_rng(0)
FIRST = RNG.normal(0, 0.7, (21, 3)).astype(np.float32)
SECOND = FIRST + RNG.normal(0, 0.5, (21, 3)).astype(np.float32)


def watched(shapes: list[np.ndarray], rate_hz: float = 30.0) -> list[bool]:
    watch = ChangeWatch()
    return [watch.is_changing(shape, i / rate_hz) for i, shape in enumerate(shapes)]


def trembling(around: np.ndarray, count: int, spread: float = 0.01) -> list[np.ndarray]:
    return [around + RNG.normal(0, spread, (21, 3)).astype(np.float32) for _ in range(count)]


@pytest.mark.parametrize("seconds", [0.2, 0.35, 0.5])
@pytest.mark.parametrize("rate_hz", [15, 30, 60])
def test_a_way_is_a_change_from_soon_after_its_beginning_to_its_end(
    seconds: float, rate_hz: int
) -> None:
    count = round(seconds * rate_hz)
    way = [FIRST + (SECOND - FIRST) * i / count for i in range(1, count)]
    seen = watched(
        [*trembling(FIRST, rate_hz), *way, *trembling(SECOND, rate_hz)],
        rate_hz,
    )
    assert not any(seen[:rate_hz])
    late = max(1, round(0.07 * rate_hz))
    assert all(seen[rate_hz + late : rate_hz + len(way)])
    assert not any(seen[rate_hz + len(way) + rate_hz * 2 // 5 :])


def test_a_cut_from_one_sign_to_the_next_is_a_change_for_a_moment() -> None:
    seen = watched([FIRST] * 20 + [SECOND] * 20)
    assert seen[20]
    assert not any(seen[28:])


@pytest.mark.parametrize("spread", [0.01, 0.03, 0.05])
def test_trembling_to_and_fro_is_none(spread: float) -> None:
    assert not any(watched(trembling(FIRST, 90, spread))[10:])


def test_a_slow_drift_is_none() -> None:
    drift = [FIRST + (SECOND - FIRST) * i / 300 for i in range(90)]
    noise = trembling(np.zeros_like(FIRST), 90)
    assert not any(watched([a + b for a, b in zip(drift, noise, strict=True)])[10:])


def test_a_lost_hand_begins_anew() -> None:
    watch = ChangeWatch()
    watch.is_changing(FIRST, 0.0)
    watch.forget()
    assert not watch.is_changing(SECOND, 0.1)


def test_a_clock_that_goes_back_begins_anew() -> None:
    watch = ChangeWatch()
    watch.is_changing(FIRST, 5.0)
    assert not watch.is_changing(SECOND, 0.0)
