"""A card's text does not flicker, and follows what is shown."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_script import Script
from glyphcam.live.card_steady import ScriptSmoother

FRAME_S = 1 / 30


def script(*columns: int, sure: float = 0.9) -> Script:
    rows = np.full((len(columns), 4), (1 - sure) / 3, np.float32)
    rows[np.arange(len(columns)), list(columns)] = sure
    quads = np.zeros((len(columns), 4, 2), np.float32)
    zeros = np.zeros(len(columns), np.intp)
    return Script(quads, rows, zeros, zeros.astype(bool))


def columns_of(steady: Script | None) -> list[int] | None:
    return None if steady is None else [int(v) for v in steady.probabilities.argmax(axis=1)]


def test_a_text_is_told_a_fifth_of_a_second_after_its_card_came() -> None:
    smoother = ScriptSmoother()
    for index in range(6):
        assert smoother.update(script(1, 2), index * FRAME_S) is None
    assert columns_of(smoother.update(script(1, 2), 6 * FRAME_S)) == [1, 2]


def test_part_of_a_word_that_comes_into_view_is_never_told() -> None:
    smoother, told = ScriptSmoother(), []
    for index, part in enumerate([(1,)] * 4 + [(0, 1)] * 2 + [(0, 1, 2)] * 8):
        steady = columns_of(smoother.update(script(*part), index * FRAME_S))
        told.append(steady)
    assert [0, 1, 2] in told
    assert [steady for steady in told if steady not in (None, [0, 1, 2])] == []


def test_of_a_slow_camera_two_frames_are_enough() -> None:
    smoother = ScriptSmoother()
    assert smoother.update(script(1, 2), 0.0) is None
    assert columns_of(smoother.update(script(1, 2), 0.3)) == [1, 2]


def test_a_frame_that_sees_one_glyph_more_changes_nothing() -> None:
    smoother = ScriptSmoother()
    for index in range(10):
        smoother.update(script(1, 2), index * FRAME_S)
    assert columns_of(smoother.update(script(1, 2, 3), 10 * FRAME_S)) == [1, 2]


def test_a_wavering_glyph_is_averaged() -> None:
    smoother = ScriptSmoother()
    steady = None
    for index in range(20):
        shown = script(3, sure=0.5) if index % 3 == 2 else script(1, sure=0.9)
        steady = smoother.update(shown, index * FRAME_S)
    assert columns_of(steady) == [1]
    assert steady is not None
    assert steady.probabilities.sum() == pytest.approx(1.0, abs=1e-4)


def test_another_card_takes_over_within_half_a_second() -> None:
    smoother = ScriptSmoother()
    for index in range(60):
        smoother.update(script(1, 2), index * FRAME_S)
    steady = None
    for index in range(60, 75):
        steady = smoother.update(script(0, 3, 2), index * FRAME_S)
    assert columns_of(steady) == [0, 3, 2]


def test_nothing_is_left_of_a_card_that_went() -> None:
    smoother = ScriptSmoother()
    for index in range(10):
        smoother.update(script(1, 2), index * FRAME_S)
    assert smoother.update(None, 3.0) is None
