"""Bars alone are a card only where they are as tall as a person writes them."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_say import Said, is_stray_bar
from glyphcam.live.reading import Glyph
from glyphcam.models.prediction import Prediction

CARD = np.array([[0, 0], [300, 0], [300, 200], [0, 200]], np.float32)


def said(label: str, height: float) -> Said:
    """One glyph of that label, ``height`` pixels tall in the middle of the card."""
    quad = np.array([[140, 50], [160, 50], [160, 50 + height], [140, 50 + height]], np.float32)
    prediction = Prediction((label,), np.ones(1, np.float32), threshold=0.5)
    return Said((Glyph(quad, prediction, label),), label)


@pytest.mark.parametrize(
    ("label", "height", "is_stray"),
    [("I", 30, True), ("1", 60, True), ("I", 100, False), ("A", 30, False)],
)
def test_a_short_bar_is_stray_and_a_tall_one_or_a_letter_is_not(
    label: str, height: float, is_stray: bool
) -> None:
    assert is_stray_bar(said(label, height), CARD) is is_stray


def test_on_clean_paper_an_i_may_be_smaller() -> None:
    assert not is_stray_bar(said("I", 60), CARD, is_clean=True)
    assert is_stray_bar(said("I", 30), CARD, is_clean=True)
