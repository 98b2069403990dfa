"""What to change in a hand so that it becomes the letter asked for, said by joint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand_joints import FINGERS, JOINTS, Held, Joints
from glyphcam.models.letter_templates import Template, templates_of

CLEAR = 1.6
"""A joint so many spreads from the letter's own is worth a word; people differ by about one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to change: ``part`` ("thumb", "index", ..., "palm", "hand"), how far off, words."""

    part: str
    spreads: float
    words: str


def advice(letter: str, joints: Joints, frame: Held, is_left: bool) -> tuple[Difference, ...]:
    """Return what differs from ``letter``, the most first; empty where nothing clearly does.

    ``joints`` and ``frame`` are a right hand's, or a left one's mirrored: then the words are
    mirrored back.
    """
    ways = [differences(letter, way, joints, frame, is_left) for way in templates_of(letter)]
    nearest = min(ways, key=lambda found: sum(d.spreads**2 for d in found), default=[])
    clear = [each for each in nearest if each.spreads >= CLEAR]
    return tuple(sorted(clear, key=lambda each: -each.spreads))


def spoken(found: Sequence[Difference]) -> str:
    """Return the first two things to change as one sentence; like fingers are told together."""
    told: list[str] = []
    for each in found:
        verb, _, _ = each.words.partition(f" the {each.part} finger")
        alike = [d.part for d in found if d.words == f"{verb} the {d.part} finger"]
        words = each.words if len(alike) < 2 else f"{verb} {_fingers(alike)}"
        if words not in told:
            told.append(words)
    return ", then ".join(told[:2])


def _fingers(parts: Sequence[str]) -> str:
    if len(parts) == len(FINGERS):
        return "your fingers"
    ordered = sorted(parts, key=FINGERS.index)
    return f"the {', '.join(ordered[:-1])} and {ordered[-1]} finger"


def differences(
    letter: str, way: Template, joints: Joints, frame: Held, is_left: bool
) -> list[Difference]:
    """Return every finger's largest difference from one way of a letter, and the hand's turn."""
    off = (joints - way.joints) / way.spread
    found: dict[str, Difference] = {}
    for name, amount in zip(JOINTS, off, strict=True):
        part, _, joint = name.partition(" ")
        if part in found and abs(amount) <= found[part].spreads:
            continue
        found[part] = Difference(part, abs(float(amount)), _words(letter, part, joint, amount > 0))
    return [*found.values(), *_turns(way, frame, is_left)]


def _words(letter: str, part: str, joint: str, is_more: bool) -> str:
    if part == "thumb":
        return _THUMB_OF.get(letter) or _THUMB[joint, is_more]
    if joint == "spread":
        if letter == "R" and part == "index" and is_more:
            return "cross your index and middle finger"
        pair = f"your {part} and {_NEXT[part]} finger"
        return f"close the gap between {pair}" if is_more else f"spread {pair}"
    return f"{_FINGER[joint, is_more]} the {part} finger"


def _turns(way: Template, frame: Held, is_left: bool) -> list[Difference]:
    """Return what is to be said of the palm and of where the hand points."""
    palm, up = (
        _degrees(one, other) / max(way.turn_deg, 20.0)
        for one, other in ((frame.palm, way.palm), (frame.up, way.up))
    )
    return [
        Difference("palm", palm, f"turn your palm {_whither(way.palm, is_left)}"),
        Difference("hand", up, f"point your hand {_whither(way.up, is_left)}"),
    ]


def _whither(way: NDArray[np.float64], is_left: bool) -> str:
    """Return where a direction points, for the signer, whose left is right in the picture."""
    x = -way[0] if is_left else way[0]
    names = (("to your right", "to your left"), ("up", "down"), ("to the camera", "to yourself"))
    axis = int(np.abs(way).argmax())
    return names[axis][int((x, way[1], way[2])[axis] > 0)]


def _degrees(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.rad2deg(np.arccos(np.clip(one @ other, -1, 1))))


_NEXT: Mapping[str, str] = MappingProxyType({"index": "middle", "middle": "ring", "ring": "little"})

_FINGER: Mapping[tuple[str, bool], str] = MappingProxyType(
    {
        ("bend", True): "straighten",
        ("bend", False): "curl",
        ("base", True): "raise",
        ("base", False): "fold down",
    }
)

_THUMB: Mapping[tuple[str, bool], str] = MappingProxyType(
    {
        ("bend", True): "straighten your thumb",
        ("bend", False): "bend your thumb",
        ("across", True): "move your thumb out to the side",
        ("across", False): "bring your thumb across the palm",
        ("up", True): "lower your thumb",
        ("up", False): "raise your thumb",
        ("front", True): "lay your thumb closer to the hand",
        ("front", False): "move your thumb to the front",
    }
)

_THUMB_OF: Mapping[str, str] = MappingProxyType(
    {
        "A": "lay the thumb along the side of the fist",
        "B": "fold the thumb across the palm",
        "E": "tuck the thumb under the fingertips",
        "M": "tuck the thumb under, below three fingers",
        "N": "tuck the thumb under, below two fingers",
        "S": "lay the thumb across the front of the fingers",
        "T": "tuck the thumb under the index finger",
    }
)
"""Fists differ by the thumb alone, and there one word for its place says more than a direction."""
