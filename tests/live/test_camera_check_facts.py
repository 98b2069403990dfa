"""Many frames together: the true rate, uneven gaps, smearing hands, quarter turns."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.camera_check_facts import flicker, rate_hz, summed_up, turn_deg
from glyphcam.live.camera_check_measure import FrameFacts, HandFacts


def frames(count: int, blur: float = 1.0, moving_blur: float = 1.0) -> list[FrameFacts]:
    """The hand rests for the first half and moves in the second."""
    made, x = [], 0.0
    for i in range(count):
        is_moving = i >= count // 2
        x += 0.1 if is_moving else 0.0
        hand = HandFacts(180, 90, 0.4, 0.9, 3.0, x, 0.0, moving_blur if is_moving else blur)
        made.append(FrameFacts(i / 30, (640, 480), 120, 0, 0, 1.0, hand=hand))
    return made


def test_the_rate_is_gaps_a_second() -> None:
    assert rate_hz(np.diff([0.0, 0.1, 0.2, 0.3])) == pytest.approx(10)
    assert summed_up(frames(31)).rate_hz == pytest.approx(30)
    assert rate_hz(np.empty(0)) == 0.0


def test_gaps_of_lost_frames_are_counted() -> None:
    kept = [f for i, f in enumerate(frames(40)) if i % 10 not in (4, 5)]
    assert summed_up(kept).gap_share == pytest.approx(4 / 31, abs=0.01)
    assert summed_up(frames(40)).gap_share == 0.0


def test_a_hand_that_smears_only_when_it_moves_is_motion_blur() -> None:
    smeared = summed_up(frames(40, blur=1.0, moving_blur=4.0)).hand
    assert smeared is not None
    assert smeared.motion_blur_px == pytest.approx(np.sqrt(15), rel=0.05)
    soft = summed_up(frames(40, blur=4.0, moving_blur=4.0)).hand
    assert soft is not None
    assert soft.motion_blur_px == pytest.approx(0.0, abs=0.1)


def test_a_hand_that_never_moves_tells_nothing_of_motion_blur() -> None:
    hand = summed_up(frames(60)[:30]).hand
    assert hand is not None
    assert hand.motion_blur_px is None


def test_a_hand_in_a_few_frames_only_tells_nothing() -> None:
    assert summed_up(frames(4)).hand is None


@pytest.mark.parametrize(
    ("angles", "turn"), [([3, -8], 0), ([80, 100], 90), ([170, -170], 180), ([-100, -80], 270)]
)
def test_the_nearest_quarter_turn_is_taken_round_the_circle(angles: list[float], turn: int) -> None:
    assert turn_deg(angles) == turn


def test_flicker_is_relative_to_the_light() -> None:
    beat = np.array([1.0, -1.0] * 20)
    assert flicker(list(100 + 2 * beat)) == pytest.approx(0.04, rel=0.05)
    assert flicker(list(50 + 2 * beat)) == pytest.approx(0.08, rel=0.05)
    assert flicker([100.0]) == 0.0
