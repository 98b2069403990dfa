"""A hand held still fills the ring and gives its samples; a moving one never does."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.enrol_hold import HoldGate, Holding
from glyphcam.models.hand import Hand

HOW = Holding(settle_s=0.6, every_s=0.35, drift=0.15)


def hand(x: float = 0.0, size: float = 100.0) -> Hand:
    rng = np.random.default_rng(0)
    landmarks = rng.normal(0, size, (21, 3)).astype(np.float32)
    landmarks[0], landmarks[9] = 0, (0, -size, 0)
    return Hand(landmarks + np.float32([x, 0, 0]), landmarks, 1.0, 1.0)


def held(
    samples: int, frames: list[Hand | None], rate_hz: float = 30.0
) -> list[tuple[bool, float]]:
    gate = HoldGate(samples, HOW)
    holds = [gate.update(each, i / rate_hz) for i, each in enumerate(frames)]
    return [(hold.is_sample, hold.progress) for hold in holds]


@pytest.mark.parametrize(("samples", "seconds"), [(1, 0.6), (3, 1.3), (5, 2.0)])
def test_a_still_hand_gives_its_samples_and_fills_the_ring_in_time(
    samples: int, seconds: float
) -> None:
    steps = held(samples, [hand()] * 90)
    taken = [i / 30 for i, (is_sample, _) in enumerate(steps) if is_sample]
    assert len(taken) == samples
    assert taken[-1] == pytest.approx(seconds, abs=0.05)
    full = next(i / 30 for i, (_, progress) in enumerate(steps) if progress >= 1)
    assert full == pytest.approx(seconds, abs=0.05)


def test_a_hand_that_keeps_moving_gives_nothing() -> None:
    assert not any(is_sample for is_sample, _ in held(1, [hand(x=5.0 * i) for i in range(90)]))


def test_tremor_is_not_moving() -> None:
    rng = np.random.default_rng(1)
    steps = held(1, [hand(x=float(rng.normal(0, 2))) for _ in range(60)])
    assert any(is_sample for is_sample, _ in steps)


def test_a_moved_hand_is_said_and_begins_again() -> None:
    gate = HoldGate(1, HOW)
    for i in range(15):
        gate.update(hand(), i / 30)
    hold = gate.update(hand(x=40.0), 0.5)
    assert hold.has_moved
    assert hold.progress == 0.0
    assert not any(gate.update(hand(x=40.0), 0.5 + i / 30).is_sample for i in range(1, 17))


def test_a_lost_hand_empties_the_ring() -> None:
    gate = HoldGate(1, HOW)
    gate.update(hand(), 0.0)
    assert gate.update(hand(), 0.5).progress > 0.5
    assert gate.update(None, 0.53).progress == 0.0
    assert gate.update(hand(), 0.7).progress == 0.0
