"""Spelling rules: what is held is written once, a lowered hand is a space, a movement an event."""

from __future__ import annotations

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.spell_rule import DELETE, Look, SpellRule, rule_of
from glyphcam.live.speller import Heed, Speller

RATE_HZ = 30


def hear(story: list[tuple[str | None, float]], rule: SpellRule | None = None) -> list[str]:
    """Tell a speller a story of answers and their seconds; None: no hand, "?": unsure."""
    speller, heard, frame = Speller(rule or SpellRule()), [], 0
    for answer, seconds in story:
        for _ in range(round(seconds * RATE_HZ)):
            shown = None if answer == "?" else answer
            look = Look(frame / RATE_HZ, shown, shown, 0.9, is_seen=answer is not None)
            heed = speller.hear(look)
            if heed in (Heed.LETTER, Heed.MOVED) and speller.run is not None:
                heard.append(("+" if heed is Heed.MOVED else "") + speller.run.label)
            elif heed is not None:
                heard.append(heed.value)
            frame += 1
    return heard


def test_a_held_letter_is_written_once_however_long_it_is_held() -> None:
    assert hear([("A", 5.0)]) == ["A"]


def test_a_letter_on_the_way_is_not_written() -> None:
    assert hear([("A", 0.8), ("E", 0.4), ("C", 0.8)]) == ["A", "C"]


@pytest.mark.parametrize("hold_s", [0.3, 0.6, 1.5])
def test_it_is_written_when_the_hold_is_over_and_not_before(hold_s: float) -> None:
    rule = SpellRule(hold_s=hold_s)
    assert hear([("A", hold_s - 0.05)], rule) == []
    assert hear([("A", hold_s + 0.05)], rule) == ["A"]


def test_the_hold_counts_from_the_frames_own_answer_not_from_the_steadied_one() -> None:
    speller = Speller()
    for frame in range(60):
        steady = "A" if frame >= 9 else None  # steadied 0.3 s later
        heed = speller.hear(Look(frame / RATE_HZ, steady, "A"))
        if heed is Heed.LETTER:
            assert frame / RATE_HZ == pytest.approx(0.6, abs=0.05)
            return
    pytest.fail("it was never written")


def test_frames_sure_of_another_letter_overrule_a_steadied_answer_that_lags() -> None:
    speller, written = Speller(), []
    for frame in range(80):
        raw = "E" if frame < 40 else "D"  # the steadied answer stays with E for good
        if speller.hear(Look(frame / RATE_HZ, "E", raw, is_raw_sure=True)) is Heed.LETTER:
            assert speller.run is not None
            written.append((speller.run.label, round(frame / RATE_HZ, 1)))
    assert written == [("E", 0.6), ("D", 1.9)]


def test_frames_that_are_unsure_overrule_nothing() -> None:
    speller = Speller()
    heard = [
        speller.hear(Look(frame / RATE_HZ, "E", "E" if frame < 40 else "D")) for frame in range(80)
    ]
    assert heard.count(Heed.LETTER) == 1


def test_doubt_of_a_moment_does_not_write_a_letter_twice() -> None:
    assert hear([("A", 1.0), ("?", 0.2), ("A", 1.0)]) == ["A"]


def test_a_short_release_writes_a_letter_twice() -> None:
    assert hear([("L", 1.0), ("?", 0.4), ("L", 1.0)]) == ["L", "L"]


def test_a_slide_writes_a_letter_twice_once_it_is_held_again() -> None:
    speller, written = Speller(), []
    for frame in range(75):
        if speller.hear(Look(frame / RATE_HZ, "L", "L")) is Heed.LETTER:
            written.append(frame / RATE_HZ)
        if frame == 30:
            speller.again(frame / RATE_HZ)
    assert written == pytest.approx([0.6, 1.6], abs=0.05)


def test_a_hand_lowered_for_a_second_is_one_space_and_none_before_any_letter() -> None:
    assert hear([(None, 3.0), ("A", 1.0), (None, 4.0), ("B", 1.0)]) == ["A", "space", "B"]
    assert hear([("A", 1.0), (None, 0.8), ("B", 1.0)]) == ["A", "B"]


def test_a_movement_is_written_at_once() -> None:
    assert hear([("A", 1.0), ("?", 0.5), ("Z", 0.1)]) == ["A", "Z"]


def test_the_shape_a_movement_begins_with_is_replaced_by_it() -> None:
    assert hear([("I", 0.9), ("J", 0.1)]) == ["I", "+J"]


def test_another_letter_before_a_movement_stays() -> None:
    assert hear([("A", 0.9), ("J", 0.1)]) == ["A", "J"]


def test_the_gesture_held_on_takes_back_one_letter_a_hold() -> None:
    assert hear([("A", 1.0), (DELETE, 1.9)]) == ["A", "delete", "delete", "delete"]


def test_the_ring_fills_while_a_letter_is_held_and_stays_full() -> None:
    speller, shares = Speller(), []
    for frame in range(40):
        speller.hear(Look(frame / RATE_HZ, "A", "A"))
        held = speller.held
        assert held is not None and held.label == "A"
        shares.append(held.share)
    assert shares == sorted(shares)
    assert shares[9] == pytest.approx(0.5) and shares[-1] == 1.0
    speller.hear(Look(2.0, None))
    assert speller.held is None


@pytest.mark.parametrize("hold_s", [0.0, -1.0, float("nan"), 60.0])
def test_a_hold_nobody_can_hold_is_refused(hold_s: float) -> None:
    with pytest.raises(SettingError, match=r"--hold .* give seconds above 0, at most 10"):
        rule_of(hold_s)
