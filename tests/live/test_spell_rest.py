"""A hand that came to rest is read by its frames' votes, until its letter is written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import pytest

from glyphcam.live.spell_rule import Look
from glyphcam.live.speller import Heed, Speller

RATE_HZ = 30


class Teller:
    """Tells a speller of stretches of frames; ``written`` is what it has made of them."""

    def __init__(self) -> None:
        self.speller, self.written = Speller(), ""
        self._frame = 0

    def tell(
        self, seconds: float, raws: str, answer: str | None = None, guess: str | None = None
    ) -> Teller:
        """Frames that say ``raws`` in turn, while the steadied answer, or its guess, stands."""
        for raw in islice(cycle(raws), round(seconds * RATE_HZ)):
            look = Look(self._frame / RATE_HZ, answer, raw, guess=guess)
            if self.speller.hear(look) is Heed.LETTER and self.speller.run is not None:
                self.written += self.speller.run.label
            self._frame += 1
        return self

    def move(self) -> Teller:
        """The hand changes: what it shows is refused."""
        return self.tell(0.3, "X")


@pytest.fixture
def after_r() -> Iterator[Teller]:
    """An R has been written and the hand has moved on."""
    teller = Teller().tell(0.8, "R", "R").move()
    assert teller.written == "R"
    yield teller


def test_an_old_answer_that_stays_is_overruled_by_all_frames(after_r: Teller) -> None:
    assert after_r.tell(1.0, "U", "R").written == "RU"


def test_it_is_not_while_the_hand_has_not_moved() -> None:
    teller = Teller().tell(0.8, "R", "R").tell(1.0, "U", "R")
    assert teller.written == "R"


def test_a_letter_elected_is_not_written_again_when_the_old_answer_comes_back(
    after_r: Teller,
) -> None:
    after_r.tell(0.8, "U", "R").tell(0.4, "UUR", "R").tell(0.8, "U", "U")
    assert after_r.written == "RU"


def test_the_next_letter_ends_what_was_elected(after_r: Teller) -> None:
    after_r.tell(0.8, "U", "R").tell(0.9, "A", "A")
    assert after_r.written == "RUA"


def test_frames_that_waver_overrule_nothing(after_r: Teller) -> None:
    assert after_r.tell(1.0, "TM", "T").written == "RT"


def test_in_a_word_a_hand_that_rests_in_doubt_is_the_letter_most_frames_say(
    after_r: Teller,
) -> None:
    assert after_r.tell(1.0, "GPG", guess="P").written == "RG"


def test_before_a_word_a_hand_in_doubt_is_no_letter() -> None:
    assert Teller().move().tell(3.0, "GPG", guess="P").written == ""


def test_a_doubt_does_not_write_the_last_letter_again(after_r: Teller) -> None:
    assert after_r.tell(2.0, "R", guess="R").written == "R"


def test_frames_that_say_everything_are_no_letter(after_r: Teller) -> None:
    assert after_r.tell(2.0, "ABCDEFG", guess="A").written == "R"


def test_a_letter_on_the_way_is_not_guessed(after_r: Teller) -> None:
    assert after_r.tell(0.2, "E", guess="E").move().tell(0.8, "C", "C").written == "RC"


def test_what_a_hand_ends_a_movement_in_is_not_guessed(after_r: Teller) -> None:
    after_r.tell(0.1, "D", "Z").move().tell(1.0, "X", guess="X")
    assert after_r.written == "RZ"
