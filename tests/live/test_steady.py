"""Steady answers: no flicker, a new letter soon, nothing after the hand has gone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from glyphcam.live.steady import Smoother
from glyphcam.models.prediction import Prediction

LABELS = ("A", "B", "C")
FRAME_S = 1 / 30


def sees(label: str, confidence: float = 0.9, threshold: float = 0.7) -> Prediction:
    rest = (1 - confidence) / (len(LABELS) - 1)
    shares = [confidence if name == label else rest for name in LABELS]
    return Prediction(LABELS, np.float32(shares), threshold)


def play(smoother: Smoother, answers: list[Prediction | None], start_s: float = 0.0) -> list:
    return [smoother.update(a, start_s + i * FRAME_S) for i, a in enumerate(answers)]


def labels(shown: list[Prediction | None]) -> list[str | None]:
    return [None if s is None else s.label for s in shown]


def changes(values: list) -> int:
    return sum(a != b for a, b in pairwise(values))


def test_the_first_answer_shows_at_once() -> None:
    assert labels(play(Smoother(), [sees("A")])) == ["A"]


def test_a_single_wrong_frame_changes_nothing() -> None:
    shown = play(Smoother(), [*[sees("A")] * 20, sees("B", 0.99), *[sees("A")] * 20])
    assert set(labels(shown)) == {"A"}
    assert not any(s is None or s.is_unsure for s in shown)


@pytest.mark.parametrize("confidence", [0.72, 0.9, 0.99])
def test_a_new_letter_shows_within_four_tenths_of_a_second(confidence: float) -> None:
    smoother = Smoother()
    play(smoother, [sees("A", 0.99)] * 60)
    shown = play(smoother, [sees("B", confidence)] * 30, start_s=60 * FRAME_S)
    first = labels(shown).index("B")
    assert first * FRAME_S <= 0.4
    assert not shown[first + 1].is_unsure
    assert set(labels(shown[first:])) == {"B"}


def test_bursts_of_another_letter_do_not_flicker() -> None:
    random = np.random.default_rng(0)
    answers: list[Prediction | None] = []
    while len(answers) < 1800:
        answers += [sees("A", 0.8)] * int(random.integers(4, 20))
        answers += [sees("B", 0.8)] * int(random.integers(1, 6))
    assert changes(labels(play(Smoother(), answers)[15:])) <= 2


def test_a_confidence_about_the_threshold_does_not_blink() -> None:
    random = np.random.default_rng(1)
    answers = [sees("A", c) for c in random.normal(0.7, 0.1, 1800).clip(0.4, 0.99)]
    unsure = [s.is_unsure for s in play(Smoother(), answers)[15:]]
    assert changes(unsure) <= 2


def test_a_passing_letter_on_the_way_is_not_shown() -> None:
    answers = [*[sees("A")] * 30, *[sees("C")] * 4, *[sees("B")] * 30]
    assert set(labels(play(Smoother(), answers))) == {"A", "B"}


def test_an_overtaken_label_shares_its_probability_and_the_sum_stays_one() -> None:
    smoother = Smoother()
    shown = play(smoother, [*[sees("A")] * 30, *[sees("B", 0.6)] * 30])
    for prediction in shown:
        assert prediction.probabilities.sum() == pytest.approx(1, abs=1e-5)
        assert prediction.confidence == pytest.approx(prediction.probabilities.max())
    assert changes(labels(shown)) == 1


def test_a_few_lost_frames_do_not_blank_it_but_a_gone_hand_does() -> None:
    shown = play(Smoother(), [*[sees("A")] * 10, None, None, sees("A"), *[None] * 15])
    assert labels(shown[10:13]) == ["A", "A", "A"]
    gone = labels(shown[13:]).index(None)
    assert gone * FRAME_S <= 0.25
    assert set(labels(shown[13 + gone :])) == {None}


def test_after_a_gone_hand_nothing_of_the_old_letter_is_left() -> None:
    smoother = Smoother()
    play(smoother, [sees("A", 0.99)] * 60)
    assert smoother.update(None, 3.0) is None
    assert smoother.update(sees("B", 0.5), 3.1).confidence == pytest.approx(0.5)


def test_a_clock_that_goes_back_begins_anew() -> None:
    smoother = Smoother()
    play(smoother, [sees("A")] * 30)
    assert smoother.update(sees("B"), 0.1).label == "B"


def test_other_labels_begin_anew() -> None:
    smoother = Smoother()
    smoother.update(sees("A"), 0.0)
    other = Prediction(("X", "Y"), np.float32([0.2, 0.8]), 0.5)
    assert smoother.update(other, FRAME_S) is other


def test_the_half_life_does_not_depend_on_the_frame_rate() -> None:
    def after(rate_hz: int) -> float:
        smoother = Smoother()
        smoother.update(sees("A", 0.9), 0.0)
        for frame in range(1, rate_hz + 1):
            shown = smoother.update(sees("A", 0.5), frame / rate_hz)
        return shown.confidence

    assert after(15) == pytest.approx(after(60), abs=0.02)


REST = np.zeros((21, 3), np.float32)
OTHER = np.full((21, 3), 0.3, np.float32)


def play_shapes(smoother: Smoother, answers: list[Prediction], shapes: list) -> list[str]:
    pairs = zip(answers, shapes, strict=True)
    shown = [smoother.update(a, i * FRAME_S, shape) for i, (a, shape) in enumerate(pairs)]
    return [s.label for s in shown if s is not None]


def test_while_the_hand_rests_even_half_a_second_of_another_letter_changes_nothing() -> None:
    answers = [*[sees("A")] * 30, *[sees("B")] * 15, *[sees("A")] * 30]
    assert set(play_shapes(Smoother(), answers, [REST] * 75)) == {"A"}


def test_a_hand_that_has_moved_is_followed_at_once() -> None:
    answers = [*[sees("A")] * 60, *[sees("B")] * 30]
    shown = play_shapes(Smoother(), answers, [REST] * 60 + [OTHER] * 30)
    assert (shown.index("B") - 60) * FRAME_S <= 0.3


def test_a_hand_that_moved_and_came_back_to_almost_the_same_shape_is_followed_too() -> None:
    """M and N differ little: it is the way from one to the other that is seen."""
    answers = [*[sees("A")] * 63, *[sees("B")] * 30]
    shown = play_shapes(Smoother(), answers, [REST] * 60 + [OTHER] * 3 + [REST] * 30)
    assert (shown.index("B") - 63) * FRAME_S <= 0.3


def test_a_wrong_first_answer_of_a_resting_hand_is_mended_all_the_same() -> None:
    answers = [*[sees("A", 0.95)] * 6, *[sees("B", 0.95)] * 60]
    shown = play_shapes(Smoother(), answers, [REST] * 66)
    assert shown.index("B") * FRAME_S < 1.5
