"""The window's keys, as one table: the help panel shows it and the window obeys it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Act(Enum):
    """What a key does."""

    QUIT = "quit"
    HELP = "help"
    MIRROR = "mirror"
    NEXT = "next"
    SNAPSHOT = "snapshot"
    RECORD = "record"
    PAUSE = "pause"
    DELETE = "delete"
    CHOOSE_1 = "choose 1"
    CHOOSE_2 = "choose 2"
    CHOOSE_3 = "choose 3"
    END_LINE = "end line"
    COPY = "copy"
    SPEAK = "speak"


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the codes OpenCV gives for it, how it is written, what it does, in words."""

    codes: tuple[int, ...]
    cap: str
    act: Act
    words: str


ESCAPE = 27

KEYS: tuple[Key, ...] = (
    Key((ord("h"), ord("H"), ord("?")), "h", Act.HELP, "show or hide this help"),
    Key((ord("m"), ord("M")), "m", Act.MIRROR, "mirror the picture"),
    Key((ord("n"), ord("N")), "n", Act.NEXT, "next recogniser"),
    Key((ord("s"), ord("S")), "s", Act.SNAPSHOT, "save a snapshot"),
    Key((ord("r"), ord("R")), "r", Act.RECORD, "record, and end the recording"),
    Key((ord("p"), ord("P"), ord(" ")), "p", Act.PAUSE, "pause and go on"),
    Key((ord("q"), ord("Q"), ESCAPE), "q", Act.QUIT, "quit"),
)

SPELL_KEYS: tuple[Key, ...] = (
    Key((ord("1"),), "1 2 3", Act.CHOOSE_1, "take a suggested word"),
    Key((ord("2"),), "", Act.CHOOSE_2, ""),
    Key((ord("3"),), "", Act.CHOOSE_3, ""),
    Key((8, 127), "Backspace", Act.DELETE, "take the last letter back"),
    Key((13, 10), "Enter", Act.END_LINE, "new line"),
    Key((ord("c"), ord("C")), "c", Act.COPY, "copy the text"),
    Key((ord("t"), ord("T")), "t", Act.SPEAK, "speak the text"),
)
"""Keys that do something only where letters are spelled; one without a cap shares the one above."""


def act_of(code: int) -> Act | None:
    """Return what the key with OpenCV's ``code`` does, if anything."""
    return next((key.act for key in (*KEYS, *SPELL_KEYS) if code in key.codes), None)
