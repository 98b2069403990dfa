"""Word lists: the shipped one, one's own, and what letters follow each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.words import ALPHABET, SHIPPED, Words, own_words, shipped_words, words_of
from glyphcam.live.words_letters import letters_of


@pytest.fixture(scope="module")
def shipped() -> Words:
    return shipped_words()


def test_the_shipped_list_is_small_and_of_letters_alone(shipped: Words) -> None:
    assert SHIPPED.stat().st_size <= 500_000
    assert len(shipped.texts) == len(set(shipped.texts)) > 40_000
    assert all(set(word) <= set(ALPHABET) for word in shipped.texts)
    assert {"HELLO", "WORLD", "SIGN", "MARY", "A", "I"} <= set(shipped.texts)


def test_codes_spell_the_texts_and_the_prior_is_one_in_all(shipped: Words) -> None:
    for place in (0, 5, 20_000, len(shipped.texts) - 1):
        codes = shipped.codes[place, : shipped.lengths[place]]
        assert "".join(ALPHABET[code] for code in codes) == shipped.texts[place]
        assert (shipped.codes[place, shipped.lengths[place] :] == -1).all()
    assert np.exp(shipped.log_prior.astype(np.float64)).sum() == pytest.approx(1, abs=1e-3)


def test_frequent_words_are_likelier_than_rare_ones(shipped: Words) -> None:
    prior = dict(zip(shipped.texts, shipped.log_prior, strict=True))
    assert prior["THE"] > prior["ABACUS"]
    assert prior["THE"] > prior["YALTA"]


def test_ones_own_words_come_before_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# my people\nZoë\nO'Brien\n\nzoë\nTHE\n", "utf-8")
    words = shipped_words(path)
    assert own_words(path) == ("ZOE", "OBRIEN", "THE")
    prior = dict(zip(words.texts, words.log_prior, strict=True))
    assert prior["ZOE"] == prior["OBRIEN"] > prior["WATER"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"HELLO\nR2D2\n", r"words\.txt, line 2: 'R2D2' is no word of 1 to 14 letters A to Z"),
        (b"ABCDEFGHIJKLMNOP\n", r"line 1: 'ABCDEFGHIJKLMNOP' is no word"),
        (b"two words\n", r"line 1: 'two words' is no word"),
        (b"# nothing\n\n", r"holds no word: write one a line"),
        (b"caf\xe9\n", r"is not UTF-8 text: save it as UTF-8"),
    ],
)
def test_a_list_that_is_none_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(content)
    with pytest.raises(SettingError, match=said):
        shipped_words(path)


def test_a_list_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"none\.txt cannot be read: No such file"):
        shipped_words(tmp_path / "none.txt")
    with pytest.raises(SettingError, match=r"cannot be read: Is a directory"):
        shipped_words(tmp_path)


def test_letters_follow_each_other_as_they_do_in_the_list_and_none_is_impossible() -> None:
    letters = letters_of(words_of([(1.0, ["QUIT", "QUIZ", "QUITE", "AN"])]))
    share = np.exp(letters.log_next)
    assert np.allclose(share.sum(axis=2), 1, atol=1e-5)
    q, u, x = (ALPHABET.index(letter) for letter in "QUX")
    assert share[26, q, u] > 0.8
    assert 0 < share[26, q, x] < 0.02


def test_a_name_that_is_not_listed_is_likelier_than_noise(shipped: Words) -> None:
    letters = letters_of(shipped)

    def log_of(word: str) -> float:
        return letters.log_of(np.array([ALPHABET.index(c) for c in word], np.int8))

    assert log_of("MARIELLA") > log_of("XQJZKVWP") + 10
