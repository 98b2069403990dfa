"""Spelled words as films of landmarks: letters of one source held, blended, and shaken a little.

A letter is one real hand of the source, held for 0.3 to 1 s; from one to the next the bones turn
and the hand drifts in 0.2 to 0.4 s, speeding up and slowing down; the same letter twice slides
aside. The tremor is that of the still clips, see TREMOR.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand

RATE_HZ = 30
PALM_PX = 70.0
"""How large the hand is: a hand at arm's length in a picture of 640x480."""

PLACE_PX = (320.0, 300.0)

PARENTS = [0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19]
KNUCKLES = [5, 9, 13, 17]

TREMOR_XY, TREMOR_Z, TREMOR_KEPT = 0.0135, 0.015, 0.47
"""Standard deviations, lengths of the palm, and how much of it is left a frame later."""

SLIDE = 0.9
"""How far aside the same letter goes the second time, lengths of the palm."""

WANDER = 0.25
"""How far the hand moves from letter to letter otherwise, lengths of the palm."""

Shape = NDArray[np.float64]
"""(21, 3) landmarks from the wrist, in lengths of the palm."""


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that was held from ``start_s`` to ``end_s``."""

    letter: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class WordClip:
    """``hands`` are one a frame at RATE_HZ, None once the hand is lowered; ``held`` the truth."""

    word: str
    source: str
    hands: tuple[Hand | None, ...]
    held: tuple[Held, ...]


def shape_of(landmarks: NDArray[np.float32]) -> Shape:
    """Return landmarks (21, 3) from the wrist, in lengths of the palm."""
    points = landmarks.astype(np.float64) - landmarks[0]
    return np.asarray(points / np.linalg.norm(points[KNUCKLES, :2], axis=1).mean())


def word_clip(
    word: str,
    source: str,
    shapes: Mapping[str, Sequence[Shape]],
    random: np.random.Generator,
    hold_s: tuple[float, float] = (0.3, 1.0),
) -> WordClip:
    """Return a word spelled with hands of ``shapes`` by letter; then the hand is lowered."""
    keys: list[tuple[Shape, NDArray[np.float64]]] = []
    times: list[Held] = []
    now_s, place = 0.0, np.zeros(2)
    for number, letter in enumerate(word):
        shape = shapes[letter][random.integers(len(shapes[letter]))]
        if number and letter == word[number - 1]:
            shape = keys[-1][0]
            place = place + np.array([SLIDE, random.normal(0, 0.05)])
        elif number:
            place = random.normal(0, WANDER / 2, 2)
        start_s = now_s + (random.uniform(0.2, 0.4) if number else 0.0)
        now_s = start_s + random.uniform(*hold_s)
        keys.append((shape, place))
        times.append(Held(letter, start_s, now_s))
    hands = [_hand(*pose) for pose in _shaken(_poses(keys, times), random)]
    lowered = [None] * round(1.6 * RATE_HZ)
    return WordClip(word, source, (*hands, *lowered), tuple(times))


def _poses(
    keys: Sequence[tuple[Shape, NDArray[np.float64]]], times: Sequence[Held]
) -> Iterator[tuple[Shape, NDArray[np.float64]]]:
    """Yield shape and place (2,) of every frame."""
    letter = 0
    for frame in range(round(times[-1].end_s * RATE_HZ)):
        seconds = frame / RATE_HZ
        while letter + 1 < len(times) and seconds >= times[letter + 1].start_s:
            letter += 1
        if seconds < times[letter].end_s or letter + 1 == len(times):
            yield keys[letter]
            continue
        span_s = times[letter + 1].start_s - times[letter].end_s
        share = _eased((seconds - times[letter].end_s) / span_s)
        (shape, place), (other, there) = keys[letter], keys[letter + 1]
        yield blend(shape, other, share), place * (1 - share) + there * share


def blend(one: Shape, other: Shape, share: float) -> Shape:
    """Return the hand between two: each bone turned and stretched by ``share``, 0 to 1."""
    bones, others = one - one[PARENTS], other - other[PARENTS]
    lengths = np.linalg.norm(bones, axis=1, keepdims=True)
    ends = np.linalg.norm(others, axis=1, keepdims=True)
    ways = _turned(bones / np.maximum(lengths, 1e-9), others / np.maximum(ends, 1e-9), share)
    steps = ways * (lengths * (1 - share) + ends * share)
    points = np.zeros_like(one)
    for joint in range(1, len(PARENTS)):
        points[joint] = points[PARENTS[joint]] + steps[joint]
    return points


def _turned(one: Shape, other: Shape, share: float) -> Shape:
    """Return unit vectors on the great circles between those of (n, 3) ``one`` and ``other``."""
    angle = np.arccos(np.clip((one * other).sum(axis=1, keepdims=True), -1, 1))
    sine = np.maximum(np.sin(angle), 1e-6)
    way = (np.sin((1 - share) * angle) * one + np.sin(share * angle) * other) / sine
    return np.where(angle < 1e-4, other, way)


def _eased(share: float) -> float:
    """Return the way of least jerk."""
    return share**3 * (10 - 15 * share + 6 * share**2)


def _shaken(
    poses: Iterator[tuple[Shape, NDArray[np.float64]]], random: np.random.Generator
) -> Iterator[tuple[Shape, NDArray[np.float64]]]:
    """Add the tremor of held hands to every frame, each point by itself."""
    spread = np.array([TREMOR_XY, TREMOR_XY, TREMOR_Z])
    shake = random.normal(0, 1, (21, 3)) * spread
    fresh = np.sqrt(1 - TREMOR_KEPT**2)
    for shape, place in poses:
        shake = TREMOR_KEPT * shake + fresh * random.normal(0, 1, (21, 3)) * spread
        yield shape + shake, place


def _hand(shape: Shape, place: NDArray[np.float64]) -> Hand:
    points = shape * PALM_PX
    points[:, :2] += np.array(PLACE_PX) + place * PALM_PX
    landmarks = points.astype(np.float32)
    return Hand(landmarks, landmarks / 1000, 1.0, 1.0)
