"""A hand on its way between two signs is said to change; one that trembles or drifts is not."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.candidates import candidates
from glyphcam.live.changing import CHANGING, STRICT, ChangeWatch, Changing
from glyphcam.models.prediction import Prediction

RNG = np.random.default_rng(0)
FIRST = RNG.normal(0, 0.7, (21, 3)).astype(np.float32)
SECOND = FIRST + RNG.normal(0, 0.5, (21, 3)).astype(np.float32)


def watched(
    shapes: list[np.ndarray], rate_hz: float = 30.0, how: Changing = CHANGING
) -> list[bool]:
    watch = ChangeWatch(how)
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


def test_strictly_watched_nearly_the_whole_way_is_a_change() -> None:
    way = [FIRST + (SECOND - FIRST) * i / 10 for i in range(1, 10)]
    seen = watched([FIRST] * 15 + way + [SECOND] * 15, how=STRICT)
    assert np.mean(seen[15:24]) >= 0.85
    assert not any(seen[:15])
    assert not any(seen[28:])


def test_a_hand_that_always_trembles_is_strictly_watched_by_its_own_measure() -> None:
    shapes = [FIRST + RNG.normal(0, 0.05, (21, 3)).astype(np.float32) for _ in range(90)]
    assert np.mean(watched(shapes, how=STRICT)[30:]) < 0.05


def test_a_lost_hand_begins_anew() -> None:
    watch = ChangeWatch()
    watch.is_changing(FIRST, 0.0)
    watch.forget()
    assert not watch.is_changing(SECOND, 0.1)


def test_a_clock_that_goes_back_begins_anew() -> None:
    watch = ChangeWatch()
    watch.is_changing(FIRST, 5.0)
    assert not watch.is_changing(SECOND, 0.0)


def prediction(first: float) -> Prediction:
    return Prediction(("A", "B"), np.array([first, 1 - first], np.float32), 0.7)


def shown(raw: float, how: Changing = CHANGING) -> Prediction | None:
    """What is shown of a sure A when the hand has just jumped and the frame says ``raw``."""
    watch = ChangeWatch(how)
    watch.is_changing(FIRST, 0.0)
    return watch.shown(SECOND, 0.05, prediction(raw), prediction(0.95))


def test_between_signs_nothing_is_sure_unless_the_frame_itself_is_of_the_letter_shown() -> None:
    other = shown(raw=0.1)
    assert other is not None
    assert other.is_unsure
    assert other.label == "A"
    assert candidates(other, 0.9) == ()
    assert shown(raw=0.6).is_unsure  # type: ignore[union-attr]
    assert not shown(raw=0.9).is_unsure  # type: ignore[union-attr]
    assert shown(raw=0.9, how=STRICT).is_unsure  # type: ignore[union-attr]


def test_a_hand_at_rest_is_shown_as_it_was() -> None:
    watch = ChangeWatch()
    steady = prediction(0.95)
    assert watch.shown(FIRST, 0.0, prediction(0.1), steady) is steady
    assert watch.shown(SECOND, 0.05, prediction(0.1), None) is None
