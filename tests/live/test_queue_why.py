"""Which readings are put aside: doubtful ones of a hand that keeps still."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.review_item import Why
from glyphcam.live.queue_why import HELD_S, HeldWatch, margin, why_look, why_look_at_card
from glyphcam.live.reading import Glyph, Reading
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction

LABELS = ("A", "B", "0", "O")
TWINS = (("0", "O"),)


def said(*probabilities: float, threshold: float = 0.6) -> Prediction:
    return Prediction(LABELS, np.array(probabilities, np.float32), threshold)


@pytest.mark.parametrize(
    ("raw", "steady", "reasons"),
    [
        (said(0.9, 0.1, 0, 0), said(0.9, 0.1, 0, 0), ()),
        (said(0.55, 0.15, 0.15, 0.15), None, (Why.UNSURE,)),
        (said(0.9, 0.1, 0, 0), said(0.5, 0.2, 0.2, 0.1), ()),
        (said(0.5, 0.4, 0.1, 0, threshold=0.4), None, (Why.CLOSE,)),
        (said(0.9, 0.1, 0, 0), said(0.1, 0.9, 0, 0), (Why.STEADY,)),
        (said(0.3, 0.3, 0.2, 0.2), said(0.1, 0.9, 0, 0), (Why.UNSURE, Why.CLOSE, Why.STEADY)),
    ],
)
def test_an_answer_is_doubtful_for_these_reasons(raw, steady, reasons) -> None:
    assert why_look(raw, steady) == reasons


def test_look_alikes_do_not_make_an_answer_close() -> None:
    either = said(0, 0, 0.5, 0.48, threshold=0.4)
    assert margin(either) == pytest.approx(0.02, abs=1e-6)
    assert margin(either, TWINS) == pytest.approx(0.5)
    assert why_look(either, None, TWINS) == ()


def test_a_card_is_doubtful_where_one_of_its_glyphs_is() -> None:
    quad = np.zeros((4, 2), np.float32)
    sure, unsure = said(0.9, 0.1, 0, 0), said(0.4, 0.2, 0.2, 0.2)
    glyphs = tuple(Glyph(quad, one, one.label) for one in (sure, unsure, sure))
    assert why_look_at_card(Reading(glyphs=glyphs), ()) == (Why.UNSURE,)
    assert why_look_at_card(Reading(glyphs=glyphs[:1]), ()) == ()


def a_hand(bend: float = 0.0) -> Hand:
    points = np.random.default_rng(1).normal(100, 40, (21, 3)).astype(np.float32)
    points[8, 1] += bend
    return Hand(points, points, 0.9, 0.9)


def test_a_hand_is_held_once_it_has_kept_its_shape() -> None:
    watch = HeldWatch()
    assert not watch.is_held(a_hand(), 0.0)
    assert not watch.is_held(a_hand(), HELD_S * 0.9)
    assert watch.is_held(a_hand(), HELD_S)


def test_a_hand_that_changes_or_goes_begins_anew() -> None:
    for change in (a_hand(bend=900.0), None):
        watch = HeldWatch()
        watch.is_held(a_hand(), 0.0)
        watch.is_held(change, 0.1)
        assert not watch.is_held(a_hand(), HELD_S + 0.05)


def test_a_clock_that_goes_back_begins_anew() -> None:
    watch = HeldWatch()
    watch.is_held(a_hand(), 10.0)
    assert not watch.is_held(a_hand(), 1.0)
    assert watch.is_held(a_hand(), 1.01 + HELD_S)
