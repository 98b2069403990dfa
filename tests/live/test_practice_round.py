"""A word is ticked off letter by letter, by what is held long enough and not by what is passed."""

from __future__ import annotations

import numpy as np

from glyphcam.live.practice_record import Try
from glyphcam.live.practice_round import PracticeRound
from glyphcam.models.prediction import Prediction

LABELS = tuple("ABCDIJL")
RATE_HZ = 30


def sure(label: str) -> Prediction | None:
    """A sure answer; a small letter is an unsure one, a blank none."""
    if label == " ":
        return None
    share = 0.9 if label.isupper() else 0.4
    row = np.full(len(LABELS), (1 - share) / (len(LABELS) - 1), np.float32)
    row[LABELS.index(label.upper())] = share
    return Prediction(LABELS, row, 0.6)


def heard(now: PracticeRound, shown: str, each_s: float = 0.7, start_s: float = 0.0) -> float:
    """Show each sign of a text for so long; return the time after."""
    frames = round(each_s * RATE_HZ)
    for i in range(len(shown) * frames):
        now.hear(sure(shown[i // frames]), start_s + i / RATE_HZ)
    return start_s + len(shown) * frames / RATE_HZ


def test_a_word_spelled_is_ticked_off_letter_by_letter() -> None:
    now = PracticeRound("CAB")
    heard(now, "CAB")
    assert [each.letter for each in now.ticked] == ["C", "A", "B"]
    assert now.is_done
    assert all(each.outcome.seconds == 0.5 or each.outcome.seconds > 0.5 for each in now.ticked)


def test_a_letter_passed_too_shortly_or_unsure_does_not_count() -> None:
    now = PracticeRound("CAB")
    heard(now, "C", 0.4)
    heard(now, "c", 2.0, 0.4)
    assert not now.ticked
    heard(now, "C", 0.6, 2.4)
    assert [each.letter for each in now.ticked] == ["C"]


def test_letters_come_in_the_word_s_order_only() -> None:
    now = PracticeRound("CAB")
    heard(now, "BAC")
    assert [each.letter for each in now.ticked] == ["C"]


def test_another_letter_held_for_a_second_is_one_miss_however_long() -> None:
    now = PracticeRound("C")
    after = heard(now, " D", 3.0)
    assert now.wrong == "D"
    heard(now, "C", 0.7, after)
    assert now.ticked[0].outcome.misses == 1
    assert now.wrong is None


def test_what_the_hand_still_shows_when_a_letter_is_asked_is_no_miss() -> None:
    now = PracticeRound("CA")
    after = heard(now, "D", 3.0)
    assert now.wrong is None and now.seen == "D"
    after = heard(now, "C", 3.0, after)
    heard(now, "A", 0.7, after)
    assert [each.outcome.misses for each in now.ticked] == [0, 0]


def test_a_way_past_other_letters_is_no_miss() -> None:
    now = PracticeRound("C")
    after = heard(now, "DAL", 0.5)
    heard(now, "C", 0.7, after)
    assert now.ticked[0].outcome.misses == 0


def test_a_doubled_letter_wants_the_hand_to_let_go() -> None:
    now = PracticeRound("LL")
    after = heard(now, "L", 3.0)
    assert len(now.ticked) == 1 and now.needs_release
    now.release()
    heard(now, "L", 0.7, after)
    assert now.is_done


def test_a_doubled_letter_counts_again_after_a_lost_hand() -> None:
    now = PracticeRound("LL")
    heard(now, "L L")
    assert now.is_done


def test_a_letter_that_moves_counts_at_once_and_its_first_hand_is_no_miss() -> None:
    now = PracticeRound("J")
    after = heard(now, "I", 3.0)
    assert now.wrong is None
    now.hear(sure("J"), after)
    assert now.is_done and now.ticked[0].outcome.misses == 0


def test_skipping_is_always_there_and_is_noted() -> None:
    now = PracticeRound("CAB")
    assert now.skip() is not None
    assert now.ticked[0].outcome == Try(None, 0)
    heard(now, "AB")
    assert now.is_done and now.skip() is None


def test_the_hold_fills_and_empties() -> None:
    now = PracticeRound("C")
    now.hear(sure("C"), 0.0)
    now.hear(sure("C"), 0.25)
    assert now.share == 0.5
    now.hear(sure("D"), 0.3)
    assert now.share == 0.0


def test_a_film_that_begins_again_does_not_break_the_times() -> None:
    now = PracticeRound("CA")
    heard(now, "C", 0.7, 10.0)
    heard(now, "A", 0.7, 0.0)
    assert now.is_done and 0 <= (now.ticked[1].outcome.seconds or -1) < 1
