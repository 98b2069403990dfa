"""Words against signs, compared with the same sums written out plainly for one word."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.words import ALPHABET, words_of
from glyphcam.live.words_match import SLIPS, Sign, WordMatch
from glyphcam.live.words_strings import StringBeam

LIST = ["BOOK", "BOK", "A", "SIGN", "SIGNS", "SEEN", "BALLOON"]


def sign(letter: str, sure: float = 0.9, other: str = "E", junk: float = -6.0) -> Sign:
    shares = np.full(26, 1e-4)
    shares[ALPHABET.index(other)] += 1 - sure
    shares[ALPHABET.index(letter)] = sure
    return Sign(np.log(shares / shares.sum()).astype(np.float32), junk)


def plainly(word: str, signs: list[Sign]) -> float:
    """The best sum of explaining all signs by all letters, by trying everything."""
    if not signs:
        return SLIPS.missed * len(word)
    first, rest = signs[0], signs[1:]
    found = [first.junk + plainly(word, rest)]
    if word:
        found.append(float(first.logs[ALPHABET.index(word[0])]) + plainly(word[1:], rest))
        found.append(SLIPS.missed + plainly(word[1:], signs))
    if len(word) > 1 and word[0] == word[1]:
        once = float(first.logs[ALPHABET.index(word[0])])
        found.append(once + SLIPS.double + plainly(word[2:], rest))
    return max(found)


@pytest.mark.parametrize("spelled", ["BOK", "SIGN", "SEGN", "XSIGN", "BALON", "SN", "A"])
def test_the_sums_are_those_of_trying_everything(spelled: str) -> None:
    words = words_of([(1.0, LIST)])
    match = WordMatch(words)
    signs = [sign(letter, 0.8, "I") for letter in spelled]
    for one in signs:
        match.add(one)
    found = match.whole() - words.log_prior
    expected = [plainly(word, signs) for word in LIST]
    assert found == pytest.approx(expected, abs=1e-3)


def test_a_sign_taken_back_leaves_what_was_before() -> None:
    match = WordMatch(words_of([(1.0, LIST)]))
    for letter in "SIG":
        match.add(sign(letter))
    before = match.begun()
    match.add(sign("X"))
    match.drop()
    assert match.signs == 3
    assert (match.begun() == before).all()


def test_a_word_begun_counts_for_those_it_begins_the_shorter_the_better() -> None:
    words = words_of([(1.0, LIST)])
    match = WordMatch(words)
    for letter in "SIG":
        match.add(sign(letter))
    begun = dict(zip(words.texts, match.begun(), strict=True))
    assert begun["SIGN"] > begun["SIGNS"] > max(begun["BOOK"], begun["SEEN"])


def test_a_string_of_any_letters_is_read_as_it_was_signed() -> None:
    beam = StringBeam()
    for letter in "XKQ7".replace("7", "V"):
        beam.add(sign(letter, 0.95))
    assert beam.best().text == "XKQV"
    beam.drop()
    assert beam.best().text == "XKQ"


def test_a_glimpse_that_is_likely_junk_is_left_out_of_a_string() -> None:
    beam = StringBeam()
    for one in (sign("A"), sign("T", 0.5, "S", junk=-1.0), sign("B")):
        beam.add(one)
    assert beam.best().text == "AB"
