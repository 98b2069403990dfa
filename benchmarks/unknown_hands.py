"""Hands that are no letter, made of one person's real fingers: gestures, relaxed hands, mixtures.

A finger is taken from another letter of the same person and turned with the palm, so that every
part of a made hand was seen by a camera and measured by the landmark network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
"""(21, 3), the wrist at 0, in palm lengths."""

PARENTS = np.array([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19])
_PALM = [0, 1, 5, 9, 13, 17]

Pick = Callable[[str], Points]
"""A hand of the person that shows a letter; KeyError where there is none."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A hand of ``base`` with the fingers of other letters, thumb first; "" leaves one as it is.

    ``thumb_deg`` turns the hand until its thumb points there, 90 is up; None leaves it.
    """

    base: str
    fingers: tuple[str, str, str, str, str]
    thumb_deg: float | None = None


GESTURES = {
    "open hand, fingers spread": Gesture("W", ("L", "", "", "", "Y")),
    "thumbs up": Gesture("A", ("L", "", "", "", ""), 90),
    "thumbs down": Gesture("A", ("L", "", "", "", ""), -90),
    "rock sign": Gesture("S", ("", "D", "", "", "I")),
    "I love you": Gesture("Y", ("", "L", "", "", "")),
    "thumb, index and middle": Gesture("V", ("L", "", "", "", "")),
    "middle finger": Gesture("S", ("", "", "V", "", "")),
    "ring finger": Gesture("S", ("", "", "", "W", "")),
    "middle and little finger": Gesture("S", ("", "", "V", "", "I")),
    "ring and little finger": Gesture("S", ("", "", "", "W", "I")),
}
LETTERS = "ABCDEFGHIKLMNOPQRSTUVWXY"
NEVER_DOWN = "ABCDEFIKLORSTUVWXY"
"""Letters whose fingers do not point down or aside: upside down they are none."""


def made(pick: Pick, random: np.random.Generator, each: int) -> Iterator[tuple[str, Points]]:
    """Yield kinds and hands of one person, ``each`` of every kind it has the letters for."""
    makers: dict[str, Callable[[], Points]] = {
        name: lambda gesture=gesture: gestured(gesture, pick) for name, gesture in GESTURES.items()
    }
    makers |= {
        "fingers of five letters": lambda: mixed(pick, random),
        "letter with bent fingers": lambda: bent(pick(one_of(LETTERS, random)), random),
        "relaxed, raised": lambda: relaxed(pick, random),
        "relaxed, hanging": lambda: turned(relaxed(pick, random), 180 + random.uniform(-30, 30)),
        "letter upside down": lambda: turned(
            pick(one_of(NEVER_DOWN, random)), 180 + random.uniform(-20, 20)
        ),
    }
    for kind, make in makers.items():
        for _ in range(each):
            try:
                hand = make()
            except KeyError:
                continue
            yield kind, hand + random.normal(0, 0.02, hand.shape)


def one_of(letters: str, random: np.random.Generator) -> str:
    """Return one of ``letters``."""
    return letters[random.integers(len(letters))]


def gestured(gesture: Gesture, pick: Pick) -> Points:
    """Return a hand that shows ``gesture``."""
    hand = with_fingers(pick(gesture.base), [pick(f) if f else None for f in gesture.fingers])
    if gesture.thumb_deg is None:
        return hand
    thumb = hand[4] - hand[2]  # y points down in a picture
    return turned(hand, -gesture.thumb_deg - np.degrees(np.arctan2(thumb[1], thumb[0])))


def mixed(pick: Pick, random: np.random.Generator) -> Points:
    """Return a hand of which each finger may be another letter's."""
    fingers = [pick(one_of(LETTERS, random)) if random.random() < 0.8 else None for _ in range(5)]
    return with_fingers(pick(one_of(LETTERS, random)), fingers)


def bent(hand: Points, random: np.random.Generator) -> Points:
    """Return a hand whose fingers are bent or stretched by some 35 degrees a joint."""
    parts = bones(hand)
    across = (hand[17] - hand[5]) / np.linalg.norm(hand[17] - hand[5])
    for finger in range(5):
        angle = np.radians(random.normal(0, 35))
        for joint, bone in enumerate(range(4 * finger + 1, 4 * finger + 4)):
            turn = angle * (1 + 0.7 * joint)
            parts[bone] = (
                parts[bone] * np.cos(turn)
                + np.cross(across, parts[bone]) * np.sin(turn)
                + across * (across @ parts[bone]) * (1 - np.cos(turn))
            )
    return points(parts)


def relaxed(pick: Pick, random: np.random.Generator) -> Points:
    """Return a hand between open and fist, the little finger bent most."""
    spread = gestured(GESTURES["open hand, fingers spread"], pick)
    fist = pick("S")
    fist = fist @ rotation(fist[_PALM], spread[_PALM])
    parts, least = bones(spread), random.uniform(0.3, 0.5)
    for finger, more in enumerate((0, 0, 0.05, 0.1, 0.15)):
        there = bones(between(spread, fist, least + more))
        parts[4 * finger : 4 * finger + 4] = there[4 * finger : 4 * finger + 4]
    return points(parts)


def with_fingers(base: Points, fingers: list[Points | None]) -> Points:
    """Return ``base`` with each given hand's finger in the place of its own."""
    parts = bones(base)
    for finger, other in enumerate(fingers):
        if other is not None:
            theirs = bones(other @ rotation(other[_PALM], base[_PALM]))
            own = slice(4 * finger + 1, 4 * finger + 4)
            parts[own] = theirs[own]
    return points(parts)


def between(first: Points, second: Points, share: float) -> Points:
    """Return the hand on the way: each bone turned by ``share`` of its angle."""
    one, other = bones(first), bones(second)
    long_one, long_other = (np.linalg.norm(b, axis=1, keepdims=True) + 1e-9 for b in (one, other))
    u, v = one / long_one, other / long_other
    angle = np.arccos(np.clip((u * v).sum(1, keepdims=True), -1, 1))
    sine = np.maximum(np.sin(angle), 1e-3)
    way = (np.sin((1 - share) * angle) * u + np.sin(share * angle) * v) / sine
    way = np.where(angle < 1e-3, u, way)
    way /= np.linalg.norm(way, axis=1, keepdims=True) + 1e-9
    return points(way * ((1 - share) * long_one + share * long_other))


def turned(hand: Points, degrees: float) -> Points:
    """Return the hand turned in the picture's plane."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return hand @ np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])


def rotation(of: Points, onto: Points) -> Points:
    """Return the (3, 3) rotation R for which ``of @ R`` comes nearest to ``onto``."""
    u, _, v = np.linalg.svd(of.T @ onto)
    sign = np.sign(np.linalg.det(u @ v))
    return np.asarray(u @ np.diag([1, 1, sign]) @ v)


def bones(hand: Points) -> Points:
    """Return (20, 3) bones, each from its parent to its point."""
    return np.asarray(hand[1:] - hand[PARENTS], np.float64)


def points(parts: Points) -> Points:
    """Return the hand whose bones these are."""
    hand = np.zeros((21, 3))
    for bone, parent in enumerate(PARENTS):
        hand[bone + 1] = hand[parent] + parts[bone]
    return hand
