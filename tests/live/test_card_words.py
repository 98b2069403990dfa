"""Letters are weighed by the words they may be, and codes pass unharmed."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from glyphcam.live.card_context import alphabet_of
from glyphcam.live.card_say import say
from glyphcam.live.card_script import Script
from glyphcam.live.card_words import (
    SHARES,
    RowPrior,
    prior_of,
    shipped_prior,
    weighed_by_word,
    wordlikeness,
)
from glyphcam.live.words import ALPHABET, words_of
from glyphcam.live.words_letters import letters_of
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["characters"].labels


def row(**shares: float) -> np.ndarray:
    """Probabilities (36,) with these shares; names of digits begin with an underscore."""
    values = np.full(36, (1 - sum(shares.values())) / 36, np.float32)
    for name, share in shares.items():
        values[LABELS.index(name.lstrip("_"))] += share
    return values


def plain(text: str, sure: float = 0.9) -> list[np.ndarray]:
    return [row(**{letter: sure}) for letter in text]


def read(rows: list[np.ndarray]) -> str:
    words = np.zeros(len(rows), np.intp)
    final = weighed_by_word(shipped_prior(), LABELS, np.stack(rows), words)
    assert final.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-3)
    return "".join(LABELS[int(one.argmax())] for one in final)


def test_a_word_settles_the_letter_that_a_pen_leaves_open() -> None:
    assert read([*plain("HO"), row(H=0.6, M=0.3), *plain("E")]) == "HOME"
    assert read([*plain("C"), row(U=0.5, L=0.4), *plain("AMOR")]) == "CLAMOR"


@pytest.mark.parametrize("text", ["XKQZW", "RMXCDD", "BRX", "KBEBE", "TDWWD", "MBWACI"])
def test_a_string_of_any_letters_stays_as_it_was_read(text: str) -> None:
    assert read(plain(text, 0.55)) == text


def test_a_row_with_a_digit_is_left_alone() -> None:
    rows = [row(H=0.95), row(_4=0.97), row(M=0.95), row(E=0.95)]
    assert read(rows) == "H4ME"


def test_two_letters_are_initials() -> None:
    assert read([row(X=0.5, I=0.45), row(N=0.9)]) == "XN"


def test_each_share_is_what_counting_every_string_gives() -> None:
    words = words_of([(0.7, ["CAT", "CAR"]), (0.3, ["DOG"])])
    letters = letters_of(words)
    rng = np.random.default_rng(2)
    seen = rng.dirichlet(np.full(26, 0.2), 3)
    seen[0, 2] += 1.0
    seen[1, 0] += 0.6
    seen /= seen.sum(axis=1, keepdims=True)
    shown = (0.99 * seen + 0.01 / 26) ** 0.8
    shown /= shown.sum(axis=1, keepdims=True)
    listed = {"CAT": 0.35, "CAR": 0.35, "DOG": 0.3}
    parts, totals = np.zeros((2, 3, 26)), np.zeros(2)
    for string in product(range(26), repeat=3):
        likely = float(np.prod([shown[i, code] for i, code in enumerate(string)]))
        text = "".join(ALPHABET[code] for code in string)
        priors = listed.get(text, 0.0), np.exp(letters.log_of(np.array(string, np.int8)))
        for k, prior in enumerate(priors):
            totals[k] += prior * likely
            parts[k, np.arange(3), string] += prior * likely
    worth = np.array([SHARES.listed, SHARES.alike, SHARES.anything]) * [*totals, 26.0**-3]
    worth /= worth.sum()
    wanted = worth[0] * parts[0] / totals[0] + worth[1] * parts[1] / totals[1] + worth[2] * seen
    assert RowPrior(words, letters).weighed(seen) == pytest.approx(wanted, abs=1e-6)


def test_a_word_is_wordlike_and_a_string_is_not() -> None:
    zeros = np.zeros(5, np.intp)
    word = wordlikeness(shipped_prior(), LABELS, np.stack(plain("HELLO")), zeros)
    string = wordlikeness(shipped_prior(), LABELS, np.stack(plain("XKQZW")), zeros)
    assert word > 5.0
    assert string < 1.0


def test_digits_have_no_words() -> None:
    assert prior_of(RECOGNISERS["digits"].labels) is None
    assert prior_of(LABELS) is shipped_prior()


def test_a_letter_that_its_word_settled_says_so() -> None:
    rows = np.stack([*plain("HO"), row(H=0.6, M=0.3), *plain("E")])
    zeros = np.zeros(4, np.intp)
    script = Script(np.zeros((4, 4, 2), np.float32), rows, zeros, zeros.astype(bool))
    alphabet = alphabet_of(LABELS)
    assert say(alphabet, script, 0.5).text == "HOHE"
    said = say(alphabet, script, 0.5, shipped_prior())
    assert said.text == "HOME"
    assert [glyph.is_settled for glyph in said.glyphs] == [False, True, True, False]
