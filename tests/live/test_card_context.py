"""Neighbours settle look-alikes, and only they do."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_context import alphabet_of, alternative, evened, pooled, settled
from glyphcam.models.recognisers import RECOGNISERS

ALPHABET = alphabet_of(RECOGNISERS["characters"].labels)
LETTER_A, LETTER_O, LETTER_S = (ALPHABET.labels.index(label) for label in "AOS")


def row(**shares: float) -> np.ndarray:
    """Probabilities (36,) with these shares; names of digits begin with an underscore."""
    rest = (1 - sum(shares.values())) / 36
    values = np.full(36, rest, np.float32)
    for name, share in shares.items():
        values[ALPHABET.labels.index(name.lstrip("_"))] += share
    return values


def read(rows: list[np.ndarray], words: list[int] | None = None) -> str:
    numbers = np.array(words if words is not None else [0] * len(rows))
    result = settled(ALPHABET, np.stack(rows), numbers)
    assert result.sum(axis=1) == pytest.approx(np.ones(len(rows)), abs=1e-4)
    return "".join(ALPHABET.labels[int(r.argmax())] for r in result)


def test_a_round_shape_is_a_zero_among_digits_and_an_o_among_letters() -> None:
    circle = row(O=0.5, _0=0.45)
    assert read([row(_2=0.9), circle, row(_7=0.9)]) == "207"
    assert read([row(W=0.9), circle, row(K=0.9)]) == "WOK"


def test_a_digit_that_is_plainly_one_stays_in_a_word() -> None:
    assert read([row(R=0.97), row(_4=0.98), row(D=0.97)]) == "R4D"


def test_each_word_is_settled_by_its_own_glyphs_first() -> None:
    circle = row(O=0.5, _0=0.45)
    rows = [row(R=0.95), circle, circle, row(M=0.95), row(_1=0.6, I=0.3), circle, row(_7=0.95)]
    assert read(rows, [0, 0, 0, 0, 1, 1, 1]) == "ROOM107"


def test_a_lone_shape_that_is_both_is_named_for_its_letter_first() -> None:
    assert read([row(O=0.3, _0=0.65)]) == "O"
    assert read([row(I=0.3, _1=0.65)]) == "I"
    assert read([row(Z=0.1, _2=0.85)]) == "2"
    assert read([row(_7=0.6, T=0.35)]) == "7"


def test_a_lone_circle_says_both() -> None:
    circle = row(O=0.5, _0=0.45)
    assert alternative(ALPHABET, circle, LETTER_O) == "0"
    assert pooled(ALPHABET, circle, LETTER_O).max() == pytest.approx(0.95, abs=0.01)
    assert alternative(ALPHABET, row(A=0.9), LETTER_A) is None
    assert alternative(ALPHABET, row(S=0.95), LETTER_S) is None


def test_digits_alone_have_nothing_to_settle() -> None:
    digits = alphabet_of(RECOGNISERS["digits"].labels)
    rows = np.full((3, 10), 0.1, np.float32)
    assert not digits.is_mixed
    assert (settled(digits, rows, np.zeros(3, np.intp)) == rows).all()


def test_what_a_network_makes_of_round_shapes_counts_for_nothing() -> None:
    wrong = evened(ALPHABET, np.stack([row(O=0.02, _0=0.95), row(B=0.1, _8=0.85)]))
    assert wrong.sum(axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    assert wrong[0, LETTER_O] == pytest.approx(wrong[0, 0])
    assert wrong[1, 8] == pytest.approx(0.85, abs=0.01), "an eight has a waist, which says much"
    assert read(list(evened(ALPHABET, np.stack([row(B=0.9), row(O=0.02, _0=0.95)])))) == "BO"
    assert read(list(evened(ALPHABET, np.stack([row(_7=0.9), row(O=0.95, _0=0.02)])))) == "70"
