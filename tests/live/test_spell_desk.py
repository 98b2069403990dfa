"""Readings become text at both desks: held, doubled, moved, taken back, chosen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from glyphcam.live.fluent_desk import FluentDesk
from glyphcam.live.reading import NOTHING, Reading, Region
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_desk import HoldDesk, SpellDesk
from glyphcam.live.words import words_of
from glyphcam.live.words_confusions import shipped_confusions
from glyphcam.live.words_decode import WordDecoder
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS

LABELS = (*RECOGNISERS["asl"].labels, "J", "Z")
QUAD = np.zeros((4, 2), np.float32)


def hand_at(letter: str, x: float) -> Hand:
    """A hand whose shape is the letter's own: no two letters' are alike."""
    random = np.random.default_rng(ord(letter))
    points = random.normal(0, 25, (21, 3)).astype(np.float32)
    points[[0, 5, 9, 13, 17]] = [
        [0, 0, 0],
        [-30, -90, 0],
        [-10, -95, 0],
        [10, -92, 0],
        [28, -85, 0],
    ]
    points = points + np.float32([300 + x * 90, 250, 0])
    return Hand(points, points, 1.0, 1.0)


def reading(letter: str, x: float = 0.0, sure: float = 0.95) -> Reading:
    if letter == " ":
        return NOTHING
    shares = np.full(len(LABELS), (1 - sure) / (len(LABELS) - 1), np.float32)
    shares[LABELS.index(letter)] = sure
    seen = Prediction(LABELS, shares, 0.5)
    return Reading(Region(QUAD, hand_at(letter, x)), seen, seen)


def told(desk: SpellDesk, story: str, hold_s: float, start_s: float = 0.0) -> Iterator[str]:
    """Hold every letter of the story; > slides aside and holds the letter before it once more."""
    frame, x, last = 0, 0.0, "A"
    for sign in story:
        if sign == ">":
            for _ in range(8):
                x += 0.12
                desk.take(reading(last, x), start_s + frame / 30)
                frame += 1
        last = last if sign == ">" else sign
        for _ in range(round(hold_s * 30)):
            spelling = desk.take(reading(last, x), start_s + frame / 30)
            frame += 1
            yield spelling.text.whole


def text_after(desk: SpellDesk, story: str, hold_s: float) -> str:
    return list(told(desk, story, hold_s))[-1]


@pytest.fixture(params=["hold", "fluent"])
def desk(request: pytest.FixtureRequest) -> SpellDesk:
    words = words_of([(1.0, ["BALL", "BALLS", "BAT", "FLY"])])
    board = SpellBoard(WordDecoder(words), is_understood=request.param == "fluent")
    if request.param == "fluent":
        return FluentDesk(board, shipped_confusions())
    return HoldDesk(board, confusions=shipped_confusions())


def test_held_letters_a_lowered_hand_and_letters_again_are_two_words(desk: SpellDesk) -> None:
    assert text_after(desk, "BAT  FLY  ", 0.8) == "BAT FLY"


def test_a_slide_doubles_a_letter(desk: SpellDesk) -> None:
    assert text_after(desk, "BAL>  ", 0.9) == "BALL"


def test_three_words_are_suggested_and_one_is_taken(desk: SpellDesk) -> None:
    text_after(desk, "BAL", 0.9)
    assert set(desk.board.suggestions[:2]) == {"BALL", "BALLS"}
    place = desk.board.suggestions.index("BALLS")
    assert desk.board.choose(place) == "BALLS"
    assert desk.board.text.whole == "BALLS"
    assert desk.board.text.last_raw == "BAL"
    assert desk.board.choose(2) is None


def test_backspace_takes_letters_back_and_what_follows_is_spelled_on(desk: SpellDesk) -> None:
    text_after(desk, "BAX  ", 0.9)
    for _ in range(2):
        desk.board.delete()  # the space, then the X
    assert desk.board.text.word == "BA"
    assert list(told(desk, "T  ", 0.9, start_s=20.0))[-1] == "BAT"


def test_a_new_line_begins_and_the_old_one_stays(desk: SpellDesk) -> None:
    text_after(desk, "BAT", 0.9)
    desk.board.end_line()
    assert list(told(desk, " FLY  ", 0.9, start_s=20.0))[-1] == "BAT\nFLY"


def test_a_movement_is_written_once_while_it_is_shown(desk: SpellDesk) -> None:
    assert text_after(desk, "AZ", 0.8).endswith("Z")
    assert desk.board.text.raw.count("Z") == 1


def test_fast_spelling_needs_no_hold_where_it_flows() -> None:
    words = words_of([(1.0, ["BALL", "BAT", "FLY"])])
    board = SpellBoard(WordDecoder(words), is_understood=True)
    assert text_after(FluentDesk(board, shipped_confusions()), "BAT" + " " * 8, 0.25) == "BAT"
    held = HoldDesk(SpellBoard(WordDecoder(words)), confusions=shipped_confusions())
    assert text_after(held, "BAT" + " " * 8, 0.25) == ""


def test_without_a_decoder_text_is_spelled_all_the_same() -> None:
    board = SpellBoard()
    assert text_after(HoldDesk(board), "BAT  ", 0.8) == "BAT"
    assert board.suggestions == ()
