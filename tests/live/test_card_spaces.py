"""A space inside a word is none; two words stay two."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_context import alphabet_of
from glyphcam.live.card_say import say
from glyphcam.live.card_script import Script
from glyphcam.live.card_words import shipped_prior
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["characters"].labels


def spaced(text: str) -> Script:
    """One row of letters read well, a gap wherever ``text`` has a space."""
    letters = text.replace(" ", "")
    likely = np.full((len(letters), len(LABELS)), 0.1 / (len(LABELS) - 1), np.float32)
    likely[np.arange(len(letters)), [LABELS.index(letter) for letter in letters]] = 0.9
    gaps = np.zeros(len(letters), np.bool_)
    at = 0
    for word in text.split(" ")[:-1]:
        at += len(word)
        gaps[at] = True
    zeros = np.zeros(len(letters), np.intp)
    return Script(np.zeros((len(letters), 4, 2), np.float32), likely, zeros, gaps)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ("DA LE", "DALE"),
        ("M IT", "MIT"),
        ("WICKE D", "WICKED"),
        ("RED FOX", "RED FOX"),
        ("TO DAY", "TO DAY"),
        ("I AM", "I AM"),
        ("XK QZW", "XK QZW"),
        ("A4 M1", "A4 M1"),
    ],
)
def test_a_space_in_a_word_of_the_list_is_none(seen: str, told: str) -> None:
    assert say(alphabet_of(LABELS), spaced(seen), 0.6, shipped_prior()).text == told


def test_without_a_list_every_space_stays() -> None:
    assert say(alphabet_of(LABELS), spaced("DA LE"), 0.6).text == "DA LE"
