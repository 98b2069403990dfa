"""A raw film read again: where the new reading differs from the old."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.replay_again import Difference, differences, read_again
from glyphcam.live.session_event import event_of, reading_of
from glyphcam.live.session_facts import KeepChoice
from glyphcam.live.session_log import read_log


class NumberReader:
    """Reads the number drawn into a picture, and answers with the reading of that event."""

    def __init__(self, readings, number_of) -> None:
        self._readings = readings
        self._number_of = number_of

    def read(self, frame):
        return self._readings[self._number_of(frame.image)]


def test_every_picture_is_shown_to_the_new_reader(record, steps, picture_number) -> None:
    folder = record("AABB", KeepChoice(has_raw=True, has_landmarks=True))
    events = read_log(folder.events).events
    reader = NumberReader([reading_of(event) for event in events], picture_number)
    again = read_again(folder, events, reader)
    assert [e.answer for e in again] == [e.answer for e in events]
    assert differences(events, again) == ()


def test_a_stretch_read_otherwise_is_one_difference(steps) -> None:
    def events_of(text):
        return [event_of(s, s.frame.seconds, True, False) for s in steps(text)]

    [found] = differences(events_of("AABBCC"), events_of("AADDCC"))
    assert found == Difference(1.0, 2.0, "B", "D")
    first, second = differences(events_of("AABB"), events_of("aaDD"))
    assert (first.was, first.now, second.was, second.now) == ("A", None, "B", "D")
    assert second.end_s == pytest.approx(59 / 30)


def test_a_single_frame_is_no_difference(steps) -> None:
    before = [event_of(s, s.frame.seconds, True, False) for s in steps("AA")]
    after = [*before[:7], replace(before[7], steady=None), *before[8:]]
    assert differences(before, after) == ()


def test_a_session_without_raw_film_says_how_to_get_one(record) -> None:
    folder = record("A")
    with pytest.raises(SettingError, match="has no raw film to read again: record with --raw"):
        read_again(folder, read_log(folder.events).events, NumberReader([], None))
