"""Spelling on the picture: the ring fills, the text's end is seen, and all stays inside."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.answer_panel import answer_box
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.overlay import Overlay
from glyphcam.live.palette import SURE, UNSURE
from glyphcam.live.reading import Reading
from glyphcam.live.spell_overlay import draw_ring, draw_spelling, spelling_box
from glyphcam.live.spell_rule import DELETE
from glyphcam.live.spell_state import Spelling
from glyphcam.live.spell_text import SpellText
from glyphcam.live.view import View
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS

LABELS = RECOGNISERS["asl"].labels

SIZES = [(200, 200), (320, 240), (480, 640), (640, 480), (1280, 720), (1920, 1080)]


def ground(width: int = 640, height: int = 480) -> Picture:
    return np.full((height, width, 3), 128, np.uint8)


def of_colour(canvas: Picture, colour: tuple[int, int, int]) -> int:
    return int((np.abs(canvas.astype(int) - colour).max(axis=2) < 12).sum())


def ring(share: float, label: str = "R") -> Picture:
    canvas = ground()
    draw_ring(canvas, Spelling(label=label, share=share), answer_box((640, 480), 1.0, False), 1.0)
    return canvas


def test_the_ring_is_as_full_as_the_hold_is_over() -> None:
    filled = [of_colour(ring(share), SURE) for share in (0, 0.25, 0.5, 1.0)]
    assert filled[0] == 0
    assert filled[1] == pytest.approx(filled[3] / 4, rel=0.15)
    assert filled[2] == pytest.approx(filled[3] / 2, rel=0.15)


def test_the_ring_of_taking_back_has_another_colour() -> None:
    assert of_colour(ring(1.0, DELETE), SURE) == 0
    assert of_colour(ring(1.0, DELETE), UNSURE) > 500


def panel(steady: str, sure: float, label: str) -> Picture:
    """The panel while the hand's answer is ``steady`` and ``label`` is being held."""
    shares = np.full(24, (1 - sure) / 23, np.float32)
    shares[LABELS.index(steady)] = sure
    answer = Prediction(LABELS, shares, 0.6)
    spelling = Spelling(label=label, share=0.5)
    reading = Reading(steady=answer, raw=answer, spelling=spelling)
    overlay = Overlay(View())
    overlay.title = ""
    picture = overlay(Frame(ground(), 0, 0.0), reading)
    box = answer_box((640, 480), 1.0, False)
    return picture[box.top : box.top + box.height, box.left : box.left + 100]


def test_a_letter_in_doubt_that_is_being_written_is_shown_in_the_colour_of_doubt() -> None:
    assert of_colour(panel("G", 0.5, "G"), UNSURE) > 100
    assert of_colour(panel("G", 0.5, "G"), SURE) == 0
    assert of_colour(panel("G", 0.9, "G"), SURE) > 100


def test_the_letter_shown_is_the_one_that_is_being_written() -> None:
    lagging, other = panel("R", 0.9, "U"), panel("U", 0.9, "U")
    assert np.array_equal(lagging, other)
    assert not np.array_equal(lagging, panel("R", 0.9, "R"))


@pytest.mark.parametrize("size_wh", SIZES)
@pytest.mark.parametrize("is_right", [False, True])
def test_the_text_lies_in_the_picture_and_not_on_the_answer(
    size_wh: tuple[int, int], is_right: bool
) -> None:
    scale = min(4.0, max(0.55, min(size_wh[1] / 480, size_wh[0] / 640)))
    box, answer = spelling_box(size_wh, scale, is_right), answer_box(size_wh, scale, is_right)
    assert box.left >= 0 and box.left + box.width <= size_wh[0]
    assert box.top >= 0 and box.top + box.height <= size_wh[1]
    is_beside = box.left >= answer.left + answer.width or box.left + box.width <= answer.left
    assert is_beside or box.top + box.height <= answer.top


@pytest.mark.parametrize("size_wh", SIZES)
def test_long_texts_words_and_histories_stay_inside_their_box(size_wh: tuple[int, int]) -> None:
    text = SpellText(("EARLIER " * 9,) * 3, ("WORDS",) * 20, "M" * 14, "W" * 14)
    canvas = ground(*size_wh)
    scale = min(4.0, max(0.55, min(size_wh[1] / 480, size_wh[0] / 640)))
    draw_spelling(canvas, Spelling(text, suggestions=("W" * 14,) * 3), False, scale)
    box = spelling_box(size_wh, scale, False)
    changed = (canvas != 128).any(axis=2)
    changed[box.top : box.top + box.height, box.left : box.left + box.width] = False
    assert not changed.any()


def test_what_was_added_just_now_is_green_for_a_moment() -> None:
    text = SpellText(raw="HELLO")
    plain, fresh = ground(), ground()
    draw_spelling(plain, Spelling(text), False, 1.0)
    draw_spelling(fresh, Spelling(text, flash="O"), False, 1.0)
    assert of_colour(plain, SURE) == 0 < of_colour(fresh, SURE)


def test_without_spelling_nothing_of_it_is_drawn() -> None:
    overlay = Overlay(View(), clock=lambda: 5.0)
    bare = overlay(Frame(ground(), 0, 0.0), Reading())
    assert (bare[300:] == 128).all()
    spelled = overlay(Frame(ground(), 1, 0.0), Reading(spelling=Spelling(SpellText(raw="A"))))
    assert (spelled[360:460, 320:620] != 128).any()


def test_text_is_not_mirrored_with_the_picture() -> None:
    reading = Reading(spelling=Spelling(SpellText(raw="LEFT")))
    straight = Overlay(View(), clock=lambda: 5.0)(Frame(ground(), 0, 0.0), reading)
    mirrored = Overlay(View(is_mirrored=True), clock=lambda: 5.0)(Frame(ground(), 0, 0.0), reading)
    assert (straight == mirrored).all()
