"""Opens the desk of a run, and puts a hand's reader behind it."""

from __future__ import annotations

from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reader import Reader
from glyphcam.live.spell_desk import SpellDesk
from glyphcam.live.spell_options import SpellWish
from glyphcam.live.spell_reader import SpellingReader
from glyphcam.live.spell_rule import rule_of

SPELLED = "asl"
"""The recogniser whose letters make words."""


def open_desk(wish: SpellWish) -> SpellDesk | None:
    """Return the desk that is wished for, None for none.

    SettingError where a hold or a word list cannot be used.
    """
    rule = rule_of(wish.hold_s)
    return SpellDesk(rule) if wish.is_on else None


def open_spelling_reader(choice: ReaderChoice, desk: SpellDesk | None) -> Reader:
    """Return the reader of ``choice``, spelling at the desk where it reads letters of a hand."""
    reader = open_reader(choice)
    if desk is None or choice.recogniser != SPELLED:
        return reader
    return SpellingReader(reader, desk)
