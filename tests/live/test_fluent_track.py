"""Letters come out of flowing probabilities; glimpses and doubt on the way do not."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.fluent_track import FlowTrack

LABELS = "ABCDE"
FAST, SLOW = 3.0, 0.3


def flow(story: list[tuple[str, float, float]], rate_hz: float = 30.0) -> list[str]:
    """Read a story of (likeliest letter, how sure it is, seconds); "-" is a way between two."""
    track, found, seconds = FlowTrack(len(LABELS)), [], 0.0
    for letter, sure, length_s in story:
        for _ in range(round(length_s * rate_hz)):
            shares = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1))
            if letter == "-":
                shares[:] = 1 / len(LABELS)
            else:
                shares[LABELS.index(letter)] = sure
            found += track.take(shares, FAST if letter == "-" else SLOW, seconds)
            seconds += 1 / rate_hz
    return [LABELS[int(stay.probabilities.argmax())] for stay in [*found, *track.end()]]


def word(text: str, hold_s: float, way_s: float = 0.25) -> list[tuple[str, float, float]]:
    story = []
    for letter in text:
        story += [("-", 0.0, way_s), (letter, 0.95, hold_s)]
    return story[1:]


@pytest.mark.parametrize("hold_s", [0.2, 0.5, 1.5])
@pytest.mark.parametrize("rate_hz", [15.0, 30.0, 60.0])
def test_letters_come_out_however_long_they_stand_and_whatever_the_rate(
    hold_s: float, rate_hz: float
) -> None:
    assert "".join(flow(word("ABCDE", hold_s), rate_hz)) == "ABCDE"


def test_a_letter_after_a_way_may_be_the_same_again() -> None:
    assert "".join(flow(word("ABBA", 0.4))) == "ABBA"


def test_letters_that_follow_without_a_way_are_told_apart() -> None:
    story = [("A", 0.95, 0.5), ("C", 0.95, 0.5), ("E", 0.95, 0.5)]
    assert "".join(flow(story)) == "ACE"


def test_a_glimpse_of_another_letter_is_none() -> None:
    story = [("A", 0.95, 0.5), ("D", 0.9, 0.1), ("A", 0.95, 0.5)]
    assert "".join(flow(story)) == "A"


def test_a_letter_seen_on_the_way_is_none() -> None:
    track = FlowTrack(len(LABELS))
    found = []
    for frame in range(60):
        letter = 0 if frame < 20 else 3 if frame < 30 else 1
        shares = np.full(5, 0.02)
        shares[letter] = 0.92
        found += track.take(shares, FAST if letter == 3 else SLOW, frame / 30)
    assert [int(s.probabilities.argmax()) for s in [*found, *track.end()]] == [0, 1]


def test_a_stay_is_told_a_quarter_of_a_second_behind_with_its_time_and_mean() -> None:
    track, told = FlowTrack(len(LABELS)), []
    for frame in range(60):
        shares = np.full(5, 0.1)
        shares[0 if frame < 30 else 2] = 0.6
        speed = FAST if 30 <= frame < 36 else SLOW
        told += [(frame / 30, stay) for stay in track.take(shares, speed, frame / 30)]
    [(seconds, stay)] = told
    assert stay.start_s == 0.0 and stay.end_s == pytest.approx(1.0, abs=0.1)
    assert 0.2 <= seconds - stay.end_s <= 0.4
    assert stay.probabilities == pytest.approx([0.6, 0.1, 0.1, 0.1, 0.1], abs=0.05)


def test_the_letter_that_is_being_made_is_known_before_it_is_over() -> None:
    track = FlowTrack(len(LABELS))
    for frame in range(20):
        track.take(np.array([0.02, 0.92, 0.02, 0.02, 0.02]), SLOW, frame / 30)
    now = track.now()
    assert now is not None and int(now.probabilities.argmax()) == 1
    assert now.end_s - now.start_s == pytest.approx(0.6, abs=0.1)


def test_nothing_is_left_after_the_end() -> None:
    track = FlowTrack(len(LABELS))
    assert track.end() == []
    track.take(np.full(5, 0.2), SLOW, 0.0)
    track.end()
    assert track.end() == [] and track.now() is None
