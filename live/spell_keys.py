"""What the keys of spelling do: take back, choose, end the line, copy, speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from glyphcam.live.clipboard import copy_text
from glyphcam.live.keys import Act
from glyphcam.live.reading import Reading
from glyphcam.live.speech import Speaker
from glyphcam.live.spell_board import SpellBoard

Copy = Callable[[str], str | None]
"""Puts text on the clipboard; returns a sentence where it could not."""


class SpellKeys:
    """Obeys the keys for one board; what is to be told the person is returned as a sentence."""

    def __init__(self, board: SpellBoard, speaker: Speaker, copy: Copy = copy_text) -> None:
        self._board = board
        self._speaker = speaker
        self._copy = copy

    def obey(self, act: Act) -> str | None:
        """Do what a key asks; return what to tell the person, if anything."""
        return _DOES[act](self)

    def trouble(self) -> str | None:
        """Return what has gone wrong since, in a sentence."""
        return self._speaker.trouble()

    def renewed(self, reading: Reading) -> Reading:
        """Return the reading of a paused frame with the text as the keys have left it."""
        if reading.spelling is None:
            return reading
        spelling = replace(
            reading.spelling, text=self._board.text, suggestions=self._board.suggestions
        )
        return replace(reading, spelling=spelling)

    def _delete(self) -> None:
        self._board.delete()

    def _end_line(self) -> None:
        self._board.end_line()

    def _choose(self, place: int) -> str | None:
        is_chosen = self._board.choose(place) is not None
        return None if is_chosen else f"there is no suggestion {place + 1}"

    def _copy_text(self) -> str:
        text = self._board.text.whole
        if not text:
            return "nothing is spelled yet"
        return self._copy(text) or f"copied: {_short(text)}"

    def _speak(self) -> str | None:
        text = self._board.text.line.strip() or self._board.text.whole
        if not text:
            return "nothing is spelled yet"
        return self._speaker.say(text.lower()) or f"says: {_short(text)}"


def _short(text: str, most: int = 40) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"…{flat[-most:]}"


_DOES: Mapping[Act, Callable[[SpellKeys], str | None]] = MappingProxyType(
    {
        Act.DELETE: SpellKeys._delete,
        Act.CHOOSE_1: lambda keys: keys._choose(0),
        Act.CHOOSE_2: lambda keys: keys._choose(1),
        Act.CHOOSE_3: lambda keys: keys._choose(2),
        Act.END_LINE: SpellKeys._end_line,
        Act.COPY: SpellKeys._copy_text,
        Act.SPEAK: SpellKeys._speak,
    }
)
