"""The spelled text grows, and shrinks again, a letter at a time."""

from __future__ import annotations

from glyphcam.live.spell_text import (
    NO_TEXT,
    SpellText,
    with_best,
    with_last,
    with_letter,
    with_line_ended,
    with_space,
    with_word,
    without_last,
)


def spelled(text: str) -> SpellText:
    """A text typed letter by letter; a blank finishes a word, | a line."""
    made = NO_TEXT
    for letter in text:
        if letter == " ":
            made = with_space(made)
        elif letter == "|":
            made = with_line_ended(made)
        else:
            made = with_letter(made, letter)
    return made


def test_letters_make_words_and_words_lines() -> None:
    assert spelled("HELLO YOU").line == "HELLO YOU"
    assert spelled("HELLO YOU ").line == "HELLO YOU "
    assert spelled("HELLO|YOU").whole == "HELLO\nYOU"


def test_a_space_after_nothing_is_none() -> None:
    assert spelled("  HI  ").words == ("HI",)
    assert with_line_ended(NO_TEXT) == NO_TEXT


def test_taking_back_undoes_letter_after_letter_through_words_and_lines() -> None:
    text = spelled("AB|CD EF")
    for left in ("AB\nCD E", "AB\nCD", "AB\nCD", "AB\nC", "AB", "AB", "AB", "A", "", ""):
        text = without_last(text)
        assert text.whole == left


def test_a_suggestion_takes_the_words_place_and_its_letters_stay_known() -> None:
    text = with_word(spelled("I KMOW"), "KNOWING")
    assert text.line == "I KNOWING "
    assert text.last_raw == "KMOW"


def test_a_word_understood_otherwise_keeps_its_raw_letters_beside_it() -> None:
    text = with_best(NO_TEXT, "TMOWING", "KNOWING")
    assert (text.word, text.raw) == ("KNOWING", "TMOWING")
    assert without_last(text).raw == "TMOWIN"
    assert with_best(NO_TEXT, "ANN", "ANN").best is None


def test_the_last_letter_can_be_exchanged() -> None:
    assert with_last(spelled("AI"), "J").line == "AJ"
    assert with_last(NO_TEXT, "J").line == "J"
