"""A hand on its way between two signs is said to change; one that trembles or drifts is not."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.candidates import candidates
from glyphcam.live.changing import ChangeWatch, between_signs
from glyphcam.models.prediction import Prediction

RNG = np.random.default_rng(0)
FIRST = RNG.normal(0, 0.7, (21, 3)).astype(np.float32)
SECOND = FIRST + RNG.normal(0, 0.5, (21, 3)).astype(np.float32)


def watched(shapes: list[np.ndarray | None], rate_hz: float = 30.0) -> list[bool]:
    watch = ChangeWatch()
    return [watch.is_changing(shape, i / rate_hz) for i, shape in enumerate(shapes)]


@pytest.mark.parametrize("seconds", [0.2, 0.35, 0.5])
@pytest.mark.parametrize("rate_hz", [15, 30])
def test_most_of_a_transition_is_seen_to_be_one(seconds: float, rate_hz: int) -> None:
    count = round(seconds * rate_hz)
    way = [FIRST + (SECOND - FIRST) * i / count for i in range(1, count)]
    seen = watched([FIRST] * 15 + way + [SECOND] * 15, rate_hz)
    assert not any(seen[:15])
    assert np.mean(seen[15 : 15 + len(way)]) >= 0.7
    assert not any(seen[15 + len(way) + rate_hz // 4 :])


def test_a_cut_from_one_sign_to_the_next_is_a_change_for_a_moment() -> None:
    seen = watched([FIRST] * 20 + [SECOND] * 20)
    assert seen[20]
    assert not any(seen[27:])


def test_trembling_to_and_fro_is_none() -> None:
    shapes = [FIRST + RNG.normal(0, 0.05, (21, 3)).astype(np.float32) for _ in range(60)]
    assert np.mean(watched(list(shapes))) < 0.05


def test_a_lost_hand_begins_anew() -> None:
    assert not any(watched([FIRST] * 5 + [None] + [SECOND] * 5))


def test_a_clock_that_goes_back_begins_anew() -> None:
    watch = ChangeWatch()
    watch.is_changing(FIRST, 5.0)
    assert not watch.is_changing(SECOND, 0.0)


def prediction(first: float) -> Prediction:
    return Prediction(("A", "B"), np.array([first, 1 - first], np.float32), 0.7)


def test_between_signs_nothing_is_sure_unless_the_frame_itself_is_of_the_letter_shown() -> None:
    shown = prediction(0.95)
    other = between_signs(prediction(0.1), shown)
    assert other is not None
    assert other.is_unsure
    assert other.label == "A"
    assert candidates(other, 0.9) == ()
    assert between_signs(prediction(0.6), shown).is_unsure  # type: ignore[union-attr]
    assert between_signs(prediction(0.9), shown) is shown
    assert between_signs(prediction(0.9), None) is None
