"""A sitting asks one thing after the other and keeps what came of each letter at once."""

from __future__ import annotations

import numpy as np

from glyphcam.live.practice_record import ALPHABET, Record, Try
from glyphcam.live.practice_session import REST_S, PracticeSession, standing
from glyphcam.models.prediction import Prediction

RATE_HZ = 30


def sure(label: str) -> Prediction:
    labels = tuple(ALPHABET)
    row = np.full(len(labels), 0.1 / 25, np.float32)
    row[labels.index(label)] = 0.9
    return Prediction(labels, row, 0.5)


def shown(session: PracticeSession, text: str, start_s: float) -> float:
    """Show each letter for 0.7 s; return the time after."""
    for letter in text:
        for _ in range(21):
            session.hear(sure(letter), start_s)
            start_s += 1 / RATE_HZ
    return start_s


def rested(session: PracticeSession, start_s: float) -> float:
    for _ in range(round((REST_S + 0.2) * RATE_HZ)):
        session.hear(None, start_s)
        start_s += 1 / RATE_HZ
    return start_s


def test_every_letter_is_kept_as_soon_as_it_is_read() -> None:
    kept: list[Record] = []
    session = PracticeSession(Record(), kept.append, ("CAB",))
    now_s = shown(session, "C", 0.0)
    assert [sorted(each.letters) for each in kept] == [["C"]]
    shown(session, "AB", now_s)
    assert sorted(kept[-1].letters) == ["A", "B", "C"]
    assert session.is_done


def test_the_next_word_comes_after_a_rest() -> None:
    session = PracticeSession(Record(), lambda record: None, ("A", "L"))
    now_s = shown(session, "A", 0.0)
    assert session.round.word == "A" and not session.is_done
    now_s = rested(session, now_s)
    assert session.round.word == "L"
    shown(session, "L", now_s)
    assert session.is_done and session.asked == ["A", "L"]


def test_a_word_can_be_asked_again_and_a_letter_skipped() -> None:
    session = PracticeSession(Record(), lambda record: None, ("AL",))
    now_s = shown(session, "A", 0.0)
    session.repeat()
    assert session.round.letter == "A" and not session.round.ticked
    shown(session, "A", now_s + 1)
    session.skip()
    assert session.is_done
    assert session.record.of("A").count == 2
    assert session.record.of("L").tries == (Try(None),)


def test_the_summary_says_what_was_read_missed_and_skipped() -> None:
    session = PracticeSession(Record(), lambda record: None, ("ALB",))
    now_s = shown(session, "TEE", 0.0)
    now_s = shown(session, "A", now_s)
    session.skip()
    session.skip()
    first, *others = session.summary()
    assert first.startswith("1 of 3 letters read")
    assert "wrong at first: A" in others and "skipped: L B" in others
    assert others[-1] == "you know 0 of 26 letters well; next: B L A"


def test_without_items_the_rule_chooses_as_many_as_were_wished() -> None:
    session = PracticeSession(Record(), lambda record: None, count=3, seed=1)
    now_s = 0.0
    for _ in range(200):
        if session.is_done:
            break
        now_s = rested(session, shown(session, session.round.letter, now_s))
    assert session.is_done and len(session.asked) == 3
    assert len(set(session.asked)) == 3


def test_a_sitting_without_a_letter_says_so_and_all_known_leaves_none_to_come() -> None:
    assert PracticeSession(Record(), lambda record: None).summary()[0] == "nothing was practised"
    known = Record()
    for letter in ALPHABET * 2:
        known = known.tried(letter, Try(1.0))
    assert standing(known) == ("you know 26 of 26 letters well",)
