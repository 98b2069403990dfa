"""What a key means in a review: letters are always labels where they can be.

``s`` and ``u`` skip and undo only where they are no label themselves; Space and Backspace do so
everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from glyphcam.live.keys import ESCAPE

ENTERS = (10, 13)
BACKSPACES = (8, 127)


class Does(Enum):
    """What a key does."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    NOT_A_SIGN = "not a sign"
    SKIP = "skip"
    UNDO = "undo"
    END = "end"


@dataclass(frozen=True, slots=True)
class Meant:
    """What was meant by a key; ``label`` for CORRECT."""

    does: Does
    label: str = ""


def meant_by(code: int, labels: tuple[str, ...]) -> Meant | None:
    """Return what OpenCV's key ``code`` means for an item with these labels, if anything."""
    if code in ENTERS:
        return Meant(Does.CONFIRM)
    if code in BACKSPACES:
        return Meant(Does.UNDO)
    if code == ESCAPE:
        return Meant(Does.END)
    key = chr(code).upper() if 32 <= code < 127 else ""
    label = label_of(key, labels)
    if label is not None:
        return Meant(Does.CORRECT, label)
    does = {" ": Does.SKIP, "S": Does.SKIP, "U": Does.UNDO, "-": Does.NOT_A_SIGN}.get(key)
    return None if does is None else Meant(does)


def label_of(key: str, labels: tuple[str, ...]) -> str | None:
    """Return the label a key stands for: itself, or of long labels the one of that number."""
    if all(len(label) == 1 for label in labels):
        return key if key in labels else None
    return labels[int(key)] if key.isdigit() and int(key) < len(labels) else None
