"""Spelling: what is held is a letter, a lowered hand ends the word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glyphcam.live.session_beat import beat_of
from glyphcam.live.session_event import event_of
from glyphcam.live.spelled import answer_runs, spell, text_of


@pytest.fixture
def events_of(steps):
    """Events of a text whose letters stand half a second each."""

    def make(text: str):
        shown = list(steps(text))
        return [event_of(step, step.frame.seconds, True, False) for step in shown]

    return make


def test_a_letter_held_long_enough_is_spelled_and_a_glimpse_is_not(events_of) -> None:
    assert text_of(spell(events_of("AABCC"))) == "AC"


def test_a_hand_lowered_for_a_second_ends_the_word(events_of) -> None:
    assert text_of(spell(events_of("AABB   CC"))) == "AB C"
    assert text_of(spell(events_of("AABB CC"))) == "ABC"


def test_a_letter_shown_again_after_a_pause_is_spelled_twice(events_of) -> None:
    assert text_of(spell(events_of("AA AA"))) == "AA"


def test_what_is_unsure_is_not_spelled(events_of) -> None:
    assert text_of(spell(events_of("AAbbbCC"))) == "AC"  # the hand was there all the time


def test_a_stretch_ends_where_the_next_event_says_otherwise(events_of) -> None:
    [first, second] = answer_runs(events_of("AABB"))
    assert (first.label, first.start_s, first.end_s) == ("A", 0.0, pytest.approx(1.0))
    assert second.start_s == pytest.approx(1.0)
    assert first.confidence == pytest.approx(0.9)


def test_nothing_spells_nothing() -> None:
    assert spell([]) == ()


def test_a_letter_in_doubt_is_spelled_once_the_hand_has_moved_on_to_it(events_of) -> None:
    events = events_of("AAbbbCC")
    moved = [
        replace(event, steady=replace(event.steady, threshold=2.0))
        if 1.0 <= event.seconds < 1.3
        else event
        for event in events
    ]
    assert text_of(spell(moved)) == "ABC"
    assert text_of(spell(list(map(beat_of, moved)))) == "ABC"
