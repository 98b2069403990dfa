"""Opens the desk of a run, and puts a hand's reader behind it."""

from __future__ import annotations

from glyphcam.calibration.errors import SettingError
from glyphcam.live.fluent_desk import FluentDesk
from glyphcam.live.hand_reader import HandReader
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reader import Reader
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_desk import HoldDesk, SpellDesk
from glyphcam.live.spell_habits import Habits
from glyphcam.live.spell_options import SpellWish
from glyphcam.live.spell_reader import SpellingReader
from glyphcam.live.spell_rule import rule_of
from glyphcam.live.words import shipped_words
from glyphcam.live.words_confusions import shipped_confusions
from glyphcam.live.words_decode import WordDecoder

SPELLED = "asl"
"""The recogniser whose letters make words."""


def open_desk(wish: SpellWish) -> SpellDesk | None:
    """Return the desk that is wished for, None for none.

    SettingError where a hold or a word list cannot be used.
    """
    rule = rule_of(wish.hold_s)
    if not wish.is_on:
        if wish.is_fluent or wish.words is not None:
            raise SettingError("--no-spell leaves nothing to do for --fluent and --words")
        return None
    confusions = shipped_confusions()
    board = SpellBoard(WordDecoder(shipped_words(wish.words)), wish.is_fluent, Habits())
    if wish.is_fluent:
        return FluentDesk(board, confusions, rule)
    return HoldDesk(board, rule, confusions)


def open_spelling_reader(choice: ReaderChoice, desk: SpellDesk | None) -> Reader:
    """Return the reader of ``choice``, spelling at the desk where it reads letters of a hand."""
    reader = open_reader(choice)
    if desk is None or choice.recogniser != SPELLED:
        return reader
    if isinstance(
        reader, HandReader
    ):  # not with --sets: they promise for the network's own answers
        reader.habits = desk.board.habits
    return SpellingReader(reader, desk)
