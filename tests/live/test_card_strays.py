"""Specks above a word are no row of their own; small writing is."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_context import alphabet_of
from glyphcam.live.card_say import say
from glyphcam.live.card_script import Script
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["characters"].labels


def script(*rows: tuple[str, float, float]) -> Script:
    """Rows of a text, how high it stands in pixels and how sure the network is of it."""
    quads, likely, numbers = [], [], []
    for number, (text, high, sure) in enumerate(rows):
        for place, letter in enumerate(text):
            corners = np.array([[0, 0], [0.7, 0], [0.7, 1], [0, 1]], np.float32)
            quads.append(corners * high + np.array([100 * place, 120 * number], np.float32))
            one = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1), np.float32)
            one[LABELS.index(letter)] = sure
            likely.append(one)
            numbers.append(number)
    count = len(numbers)
    return Script(
        np.stack(quads), np.stack(likely), np.array(numbers, np.intp), np.zeros(count, np.bool_)
    )


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([("I", 30, 0.5), ("Y", 25, 0.78), ("EKED", 80, 0.98)], "EKED"),
        ([("EKED", 80, 0.98), ("I", 50, 0.5)], "EKED"),
        ([("EKED", 80, 0.98), ("X", 30, 0.97)], "EKED\nX"),
        ([("X", 75, 0.5), ("EKED", 80, 0.98)], "X\nEKED"),
        ([("XKW", 30, 0.8), ("EKED", 80, 0.98)], "XKW\nEKED"),
        ([("X", 20, 0.5), ("K", 80, 0.98)], "X\nK"),
    ],
)
def test_low_unsure_marks_beside_a_word_are_dropped(
    rows: list[tuple[str, float, float]], text: str
) -> None:
    assert say(alphabet_of(LABELS), script(*rows), 0.65).text == text


def test_what_is_left_keeps_its_place() -> None:
    said = say(alphabet_of(LABELS), script(("I", 30, 0.5), ("EKED", 80, 0.98)), 0.65)
    assert [glyph.label for glyph in said.glyphs] == list("EKED")
    assert said.glyphs[0].quad[:, 1] == pytest.approx([120, 120, 200, 200])
