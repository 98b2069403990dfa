"""Windows over a followed hand: the same moments whatever the camera's rate."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.movement_window import LENGTHS_S, STEPS, windows


def line(seconds: NDArray[np.float64]) -> NDArray[np.float32]:
    """A hand whose every number grows by one a second."""
    return np.broadcast_to(seconds[:, None, None], (len(seconds), 21, 3)).astype(np.float32)


def test_a_window_ends_now_and_begins_its_length_before() -> None:
    seconds = np.arange(0, 4, 1 / 30)
    [found] = windows(seconds, line(seconds), 3.0, [2.0])
    assert found.shape == (STEPS, 21, 3)
    np.testing.assert_allclose(found[:, 0, 0], np.linspace(1.0, 3.0, STEPS), atol=1e-5)


@pytest.mark.parametrize("rate_hz", [10, 15, 24, 60])
def test_other_rates_show_the_same_way(rate_hz: int) -> None:
    seconds = np.arange(0, 4, 1 / rate_hz)
    [found] = windows(seconds, line(seconds), 3.0, [1.0])
    np.testing.assert_allclose(found[:, 5, 1], np.linspace(2.0, 3.0, STEPS), atol=1e-5)


def test_lost_frames_are_bridged_and_before_the_first_the_hand_rests() -> None:
    seconds = np.array([1.0, 1.1, 1.9, 2.0])
    [found] = windows(seconds, line(seconds), 2.0, [2.0])
    expected = np.maximum(np.linspace(0.0, 2.0, STEPS), 1.0)
    np.testing.assert_allclose(found[:, 0, 2], expected, atol=1e-5)


def test_all_lengths_come_in_one_batch_in_their_order() -> None:
    seconds = np.arange(0, 5, 1 / 30)
    found = windows(seconds, line(seconds), 4.0, LENGTHS_S)
    assert found.shape == (len(LENGTHS_S), STEPS, 21, 3)
    np.testing.assert_allclose(4.0 - found[:, 0, 0, 0], LENGTHS_S, atol=1e-5)
