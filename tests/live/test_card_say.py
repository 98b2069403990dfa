"""What is told of a card, and what is not worth telling."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_say import Said, worth_telling
from glyphcam.live.reading import Glyph
from glyphcam.models.prediction import Prediction


def said(text: str, sure: float = 0.9) -> Said:
    labels = tuple("IRX")
    rows = [
        np.array([sure if label == letter else (1 - sure) / 2 for label in labels], np.float32)
        for letter in text.replace("\n", "")
    ]
    glyphs = tuple(
        Glyph(np.zeros((4, 2), np.float32), Prediction(labels, one, 0.6), labels[int(one.argmax())])
        for one in rows
    )
    return Said(glyphs, text)


@pytest.mark.parametrize(("text", "is_clean"), [("I\nR", True), ("IR", False), ("IR\nXI", False)])
def test_rows_of_writing_are_told(text: str, is_clean: bool) -> None:
    assert worth_telling([said(text)], 0.6, [is_clean]) == [0]


def test_lone_marks_one_under_the_other_on_no_clean_paper_are_not() -> None:
    assert worth_telling([said("I\nR")], 0.6, [False]) == []


def test_guesswork_is_not_told() -> None:
    assert worth_telling([said("XRI", 0.35)], 0.6, [True]) == []
