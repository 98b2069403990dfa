"""What is no letter counts for nothing: a hand on its way, a hand unlike every letter."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.candidates import candidates
from glyphcam.live.letter_gate import LetterGate
from glyphcam.models.prediction import Prediction

RNG = np.random.default_rng(1)
FIRST = RNG.normal(0, 0.7, (21, 3)).astype(np.float32)
SECOND = FIRST + RNG.normal(0, 0.5, (21, 3)).astype(np.float32)
LIMIT = 1.8


def answer(first: float = 0.95, novelty: float | None = 1.0) -> Prediction:
    return Prediction(("A", "B"), np.array([first, 1 - first], np.float32), 0.7, novelty)


def held(gate: LetterGate, novelties: list[float]) -> list[bool]:
    """Whether each frame of a resting hand is refused."""
    shown = [
        gate.shown(FIRST, i / 30, answer(novelty=n), answer()) for i, n in enumerate(novelties)
    ]
    return [one is not None and one.is_refused for one in shown]


def test_a_held_letter_is_shown_as_it_was() -> None:
    gate, steady = LetterGate(LIMIT), answer()
    for i in range(30):
        assert gate.shown(FIRST, i / 30, answer(), steady) is steady
    assert gate.shown(FIRST, 1.0, answer(), None) is None


def test_between_signs_nothing_counts_and_no_candidate_is_named() -> None:
    gate = LetterGate(LIMIT)
    for i in range(30):
        gate.shown(FIRST, i / 30, answer(), answer())
    between = gate.shown(SECOND, 1.0, answer(), answer())
    assert between is not None
    assert between.is_refused
    assert between.is_unsure
    assert between.label == "A"
    assert candidates(between, 0.9) == ()


def after_a_change(raw: Prediction, seconds: float) -> list[bool]:
    """Whether the old letter is refused in each frame of so long after a change."""
    gate = LetterGate(LIMIT)
    for i in range(30):
        gate.shown(FIRST, i / 30, answer(), answer())
    frames = range(round(seconds * 30))
    shown = [gate.shown(SECOND, 1 + i / 30, raw, answer()) for i in frames]
    return [one is not None and one.is_refused for one in shown]


def test_a_stale_letter_does_not_come_back_while_the_frames_say_another() -> None:
    assert all(after_a_change(answer(0.1), 0.35))


def test_a_letter_that_frames_say_again_comes_back_as_soon_as_the_hand_rests() -> None:
    seen = after_a_change(answer(0.9), 0.5)
    assert seen[0]
    assert not any(seen[8:])


def test_a_letter_the_steadied_answer_keeps_is_believed_in_the_end() -> None:
    assert not any(after_a_change(answer(0.1), 1.5)[30:])


def test_a_hand_unlike_every_letter_is_refused_and_a_model_that_does_not_say_refuses_none() -> None:
    assert all(held(LetterGate(LIMIT), [2.5] * 30)[2:])
    assert not any(held(LetterGate(None), [2.5] * 30))


@pytest.mark.parametrize("usual", [1.6, 1.75, 1.9])
def test_near_the_limit_a_verdict_turns_once_at_most_and_never_against_a_letter(
    usual: float,
) -> None:
    novelties = [usual + 0.4 * np.sin(i / 9) for i in range(300)]
    seen = held(LetterGate(LIMIT), [usual] * 20 + novelties)[5:]
    assert sorted(seen, reverse=True) == seen


def test_a_lost_hand_is_judged_anew() -> None:
    gate = LetterGate(LIMIT)
    assert any(held(gate, [2.5] * 30))
    gate.forget()
    assert not any(held(gate, [1.0] * 30))


def test_a_single_picture_is_judged_by_itself() -> None:
    gate = LetterGate(LIMIT)
    assert gate.still(answer(novelty=2.0)).is_refused
    assert not gate.still(answer(novelty=1.5)).is_refused
    assert not gate.still(answer(novelty=None)).is_refused
