"""The keys of spelling, pressed in a window on a screen written out for the test."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.keys import KEYS, SPELL_KEYS, act_of
from glyphcam.live.reading import Reading, Step
from glyphcam.live.speech import Speaker
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_keys import SpellKeys
from glyphcam.live.spell_state import Spelling
from glyphcam.live.view import View
from glyphcam.live.window import Window
from glyphcam.live.words_match import NO_SIGN

PICTURE = np.full((48, 64, 3), 90, np.uint8)


class KeyScreen:
    """Gives one key a look."""

    def __init__(self, keys: str) -> None:
        self._keys = iter(keys)

    def open(self, size_wh: tuple[int, int]) -> None:
        """Nothing to open."""

    def show(self, picture: Picture) -> None:
        """Nobody looks."""

    def key(self, wait_ms: int) -> int:
        return ord(next(self._keys, "."))

    def is_closed(self) -> bool:
        return False

    def close(self) -> None:
        """Nothing to close."""


class Mute(Speaker):
    """Remembers what it is to say."""

    def __init__(self, trouble: str | None = None) -> None:
        super().__init__()
        self.said: list[str] = []
        self._trouble = trouble

    def say(self, text: str) -> str | None:
        self.said.append(text)
        return None

    def trouble(self) -> str | None:
        found, self._trouble = self._trouble, None
        return found


def board(letters: str) -> SpellBoard:
    made = SpellBoard()
    for letter in letters:
        if letter == " ":
            made.space()
        else:
            made.add(letter, NO_SIGN)
    return made


def pressed(
    keys: str, made: SpellBoard, speaker: Mute | None = None, copied: list[str] | None = None
) -> View:
    view, texts = View(), copied if copied is not None else []
    window = Window(view, lambda frame, reading: PICTURE, screen=KeyScreen(keys), clock=lambda: 5.0)
    window.spelling = SpellKeys(made, speaker or Mute(), lambda text: texts.append(text))
    for index in range(len(keys)):
        window.take(Step(Frame(PICTURE, index, 0.0), Reading(), PICTURE))
    return view


def test_backspace_takes_a_letter_back_and_enter_begins_a_line() -> None:
    made = board("HI YOU")
    pressed("\b\r", made)
    assert made.text.whole == "HI YO"
    assert made.text.lines == ("HI YO",)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_1_2_and_3_take_a_suggestion(place: int) -> None:
    made = board("HE")
    made.suggestions = ("HELLO", "HELP", "HER")
    pressed(str(place + 1), made)
    assert made.text.line == ("HELLO", "HELP", "HER")[place] + " "


def test_a_suggestion_that_is_not_there_is_said() -> None:
    assert pressed("2", board("XQ")).message == "there is no suggestion 2"


def test_c_copies_everything_and_t_speaks_the_line_in_words() -> None:
    made, speaker, copied = board("HELLO YOU"), Mute(), []
    assert pressed("c", made, speaker, copied).message == "copied: HELLO YOU"
    assert pressed("t", made, speaker).message == "says: HELLO YOU"
    assert copied == ["HELLO YOU"]
    assert speaker.said == ["hello you"]


@pytest.mark.parametrize("key", ["c", "t"])
def test_nothing_is_copied_or_spoken_before_anything_is_spelled(key: str) -> None:
    speaker = Mute()
    assert pressed(key, board(""), speaker).message == "nothing is spelled yet"
    assert speaker.said == []


def test_what_cannot_be_copied_or_spoken_is_said_on_the_picture() -> None:
    view = View()
    window = Window(view, lambda f, r: PICTURE, screen=KeyScreen("c"), clock=lambda: 5.0)
    window.spelling = SpellKeys(board("A"), Mute(), lambda text: "nothing was copied: no tool")
    window.take(Step(Frame(PICTURE, 0, 0.0), Reading(), PICTURE))
    assert view.message == "nothing was copied: no tool"
    assert pressed(".", board("A"), Mute("the voice failed")).message == "the voice failed"


def test_keys_do_nothing_where_nothing_is_spelled() -> None:
    view = View()
    window = Window(view, lambda f, r: PICTURE, screen=KeyScreen("c1\b"), clock=lambda: 5.0)
    for index in range(3):
        assert window.take(Step(Frame(PICTURE, index, 0.0), Reading(), PICTURE)) is None
    assert view.message is None


def test_a_paused_picture_shows_what_the_keys_have_done() -> None:
    made, seen = board("AB"), []
    reading = Reading(spelling=Spelling(made.text))

    def draw(frame: Frame, drawn: Reading) -> Picture:
        seen.append(drawn.spelling.text.line if drawn.spelling else None)
        return PICTURE

    window = Window(View(), draw, screen=KeyScreen("p\b.p"), clock=lambda: 5.0)
    window.spelling = SpellKeys(made, Mute(), lambda text: None)
    window.take(Step(Frame(PICTURE, 0, 0.0), reading, PICTURE))
    assert seen == ["AB", "A", "A"]


def test_no_key_does_two_things_spelling_or_not() -> None:
    codes = [code for key in (*KEYS, *SPELL_KEYS) for code in key.codes]
    assert len(codes) == len(set(codes))
    assert {act_of(key.codes[0]) for key in SPELL_KEYS} == {key.act for key in SPELL_KEYS}
