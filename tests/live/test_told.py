"""Readings in words: a letter, a doubt, a card's text, each change said once."""

from __future__ import annotations

import numpy as np

from glyphcam.live.frame import Frame
from glyphcam.live.reading import NOTHING, Glyph, Reading, Step
from glyphcam.live.told import Teller, told
from glyphcam.models.prediction import Prediction

LABELS = ("A", "B", "C")
QUAD = np.zeros((4, 2), np.float32)
IMAGE = np.zeros((2, 2, 3), np.uint8)


def prediction(*probabilities: float) -> Prediction:
    return Prediction(LABELS, np.array(probabilities, np.float32), threshold=0.6)


def steady(*probabilities: float) -> Reading:
    return Reading(steady=prediction(*probabilities))


def test_a_sure_answer_is_its_label_and_per_cent() -> None:
    assert told(steady(0.93, 0.05, 0.02)) == "A  93 %"


def test_an_unsure_answer_lists_what_it_may_be() -> None:
    assert told(steady(0.45, 0.41, 0.14)) == "unsure: A 45 %, B 41 %, C 14 %"


def test_nothing_is_told_with_its_hint_where_there_is_one() -> None:
    assert told(NOTHING) == "nothing"
    assert told(Reading(hint="hold still")) == "hold still"


def test_a_card_is_told_with_its_least_sure_glyph() -> None:
    glyphs = tuple(
        Glyph(QUAD, p, p.label) for p in (prediction(0.9, 0.1, 0), prediction(0.2, 0.8, 0))
    )
    assert told(Reading(glyphs=glyphs, text="AB")) == "AB  80 %"


def test_each_change_is_said_once_with_its_time() -> None:
    said: list[str] = []
    teller = Teller(said.append)
    readings = [NOTHING, steady(0.9, 0.1, 0), steady(0.8, 0.2, 0), steady(0.1, 0.9, 0), NOTHING]
    for i, reading in enumerate(readings):
        teller.take(Step(Frame(IMAGE, i, i / 2), reading, IMAGE))
    assert said == ["    0.50 s  A  90 %", "    1.50 s  B  90 %"]


def test_what_is_no_letter_is_called_that_and_not_told_between_two_letters() -> None:
    between = Reading(steady=prediction(0.9, 0.1, 0).refused())
    assert told(between) == "no letter"
    said: list[str] = []
    teller = Teller(said.append)
    readings = [steady(0.9, 0.1, 0), between, steady(0.9, 0.1, 0), between, steady(0.1, 0.9, 0)]
    for i, reading in enumerate(readings):
        teller.take(Step(Frame(IMAGE, i, i / 2), reading, IMAGE))
    assert [line.split()[-3] for line in said] == ["A", "B"]
