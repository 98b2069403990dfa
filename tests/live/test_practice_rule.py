"""The weakest letters come more often, by a rule that the same seed repeats."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from glyphcam.live.practice_record import ALPHABET, Record, Try
from glyphcam.live.practice_rule import (
    REMEMBERED,
    is_known,
    next_item,
    weakest,
    weight,
    word_length,
)
from glyphcam.live.practice_words import WORDS, words_up_to


def practised(known: str = "", missed: str = "") -> Record:
    """A record of letters known by heart, and of letters skipped, three tries each."""
    record = Record()
    for letter in known * 3:
        record = record.tried(letter, Try(1.0))
    for letter in missed * 3:
        record = record.tried(letter, Try(None))
    return record


def asked(record: Record, count: int, seed: int) -> list[str]:
    dice, found = np.random.default_rng(seed), list[str]()
    for _ in range(count):
        found.append(next_item(record, found, dice))
    return found


def test_weights_go_from_missed_over_new_to_known() -> None:
    record = practised("A", "B")
    assert weight(record, "B") == 1.0
    assert weight(record, "A") == pytest.approx(0.1)
    assert weight(record, "B") > weight(record, "C") > weight(record, "A")


def test_a_missed_letter_is_asked_far_more_often_than_a_known_one() -> None:
    everything = "".join(ALPHABET)
    record = practised(everything.replace("M", ""), "M")
    letters = Counter(each for each in asked(record, 600, 1) if len(each) == 1)
    others = [letters[each] for each in ALPHABET if each != "M"]
    assert letters["M"] > 5 * max(others)


def test_words_with_weak_letters_come_more_often() -> None:
    record = practised("".join(ALPHABET).replace("Z", ""), "Z")
    words = Counter(each for each in asked(record, 800, 2) if len(each) > 1)
    with_z = np.mean([words[w] for w in WORDS if "Z" in w])
    without = np.mean([words[w] for w in WORDS if "Z" not in w])
    assert with_z > 3 * without


def test_the_same_seed_asks_the_same_and_nothing_comes_twice_in_a_row() -> None:
    first, again, other = asked(Record(), 60, 3), asked(Record(), 60, 3), asked(Record(), 60, 4)
    assert first == again != other
    for place in range(len(first)):
        assert first[place] not in first[max(0, place - REMEMBERED) : place]


def test_words_grow_with_what_is_known() -> None:
    assert word_length(Record()) == 3
    assert max(map(len, asked(Record(), 100, 5))) <= 3
    assert word_length(practised("".join(ALPHABET))) == 6


def test_once_is_not_known_and_the_weakest_come_first() -> None:
    once = Record().tried("A", Try(1.0))
    assert not is_known(once, "A")
    assert is_known(once.tried("A", Try(1.0)), "A")
    assert weakest(practised("ABCDEFGHIJKLOPQRSUVWXYZ", "T").tried("M", Try(30.0))) == (
        "T",
        "M",
        "N",
    )


def test_the_words_are_spelled_with_letters_and_use_them_all() -> None:
    assert set("".join(WORDS)) == set(ALPHABET)
    assert [len(word) for word in WORDS] == sorted(len(word) for word in WORDS)
    assert words_up_to(0) and len(set(WORDS)) == len(WORDS)
