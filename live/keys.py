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


def act_of(code: int) -> Act | None:
    """Return what the key with OpenCV's ``code`` does, if anything."""
    return next((key.act for key in KEYS if code in key.codes), None)
