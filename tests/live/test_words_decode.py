"""The decoder mends words of the list, lets names and codes pass, and suggests three words."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.spell_rule import MOVING
from glyphcam.live.words import shipped_words
from glyphcam.live.words_confusions import Confusions, shipped_confusions
from glyphcam.live.words_decode import MOST, WordDecoder
from glyphcam.live.words_signs import flown_sign, held_sign
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["asl"].labels


@pytest.fixture(scope="module")
def decoder() -> WordDecoder:
    return WordDecoder(shipped_words())


@pytest.fixture(scope="module")
def confusions() -> Confusions:
    return shipped_confusions()


def shares(letter: str, sure: float = 0.9) -> np.ndarray:
    given = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1), np.float32)
    given[LABELS.index(letter)] = sure
    return given


def read(decoder: WordDecoder, confusions: Confusions, spelled: str, sure: float = 0.9) -> None:
    decoder.clear()
    for letter in spelled:
        given = np.zeros(0) if letter in MOVING else shares(letter, sure)
        labels = () if letter in MOVING else LABELS
        decoder.add(held_sign(letter, given, labels, confusions))


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [("HELLO", "HELLO"), ("UEST", "REST"), ("EMILE", "SMILE"), ("BALON", "BALLOON"), ("JAZZ",) * 2],
)  # fmt: skip
def test_a_word_of_the_list_is_found_or_suggested(
    decoder: WordDecoder, confusions: Confusions, spelled: str, meant: str
) -> None:
    read(decoder, confusions, spelled, sure=0.7)
    assert meant in decoder.suggestions()


@pytest.mark.parametrize("spelled", ["XKQ", "GLYPHCAM", "WBRT", "AAKVORT", "KYX"])
def test_names_and_codes_pass_as_they_were_read(
    decoder: WordDecoder, confusions: Confusions, spelled: str
) -> None:
    read(decoder, confusions, spelled, sure=0.97)
    assert decoder.best() == spelled


def test_three_words_at_most_and_none_for_nothing(
    decoder: WordDecoder, confusions: Confusions
) -> None:
    decoder.clear()
    assert decoder.suggestions() == () and decoder.best() == ""
    read(decoder, confusions, "TH")
    assert len(decoder.suggestions()) == MOST
    assert all(word.startswith(("TH", "S", "M", "A")) for word in decoder.suggestions())


def test_taking_back_gives_what_was_suggested_before(
    decoder: WordDecoder, confusions: Confusions
) -> None:
    read(decoder, confusions, "WOR")
    before = decoder.suggestions()
    decoder.add(held_sign("X", shares("X"), LABELS, confusions))
    decoder.drop()
    assert decoder.suggestions() == before


def test_what_is_often_taken_for_a_letter_is_likelier_than_what_is_not(
    confusions: Confusions,
) -> None:
    logs = confusions.letters(shares("E", 1.0), LABELS)
    at = {letter: float(logs[ord(letter) - ord("A")]) for letter in "ESY"}
    assert at["E"] > at["S"] > at["Y"]
    assert np.exp(logs.astype(np.float64)).sum() == pytest.approx(1, abs=1e-5)
    assert confusions.labels == LABELS


def test_a_shorter_stay_is_likelier_to_be_none(confusions: Confusions) -> None:
    brief, long = (flown_sign(shares("A"), LABELS, s, confusions).junk for s in (0.1, 0.6))
    again = flown_sign(shares("A"), LABELS, 0.6, confusions, is_again=True).junk
    assert long < brief < 0
    assert long < again


@pytest.mark.parametrize(
    ("spelled", "certain"),
    [("HELLO", "HELLO"), ("EMILE", "EMILE"), ("SMILE", "SMILE"), ("BALON", None), ("XKQW", None)],
)
def test_a_word_is_certain_where_nothing_else_comes_near_and_each_sign_is_a_letter(
    decoder: WordDecoder, confusions: Confusions, spelled: str, certain: str | None
) -> None:
    read(decoder, confusions, spelled)
    assert decoder.certain() == certain
    decoder.clear()
    assert decoder.certain() is None
