"""A hand by its joints: how far each finger is bent and spread, where the thumb is, how it is held.

Degrees and palm lengths, the same for every size of hand; of the hand's place and turn in space
only `Held` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand, Landmarks

FINGERS = ("index", "middle", "ring", "little")

JOINTS = (
    *("thumb bend", "thumb across", "thumb up", "thumb front"),
    *(f"{finger} {part}" for finger in FINGERS for part in ("base", "bend")),
    *("index spread", "middle spread", "ring spread"),
)
"""Bends and spreads in degrees, places of the thumb's tip in palm lengths; spreads are of a finger
and the next, negative where they cross."""

IS_ANGLE = np.array(["thumb" not in name or "bend" in name for name in JOINTS])

Joints = NDArray[np.float64]
"""(len(JOINTS),) float64."""

Points = NDArray[np.floating]
"""(21, 3) landmarks of a right hand, in any unit."""

_THUMB = (1, 2, 3, 4)
_CHAINS = ((5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20))
_KNUCKLES = (5, 9, 13, 17)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """How a right hand is held: unit vectors (3,), x to the right in the picture, y down, z away.

    ``palm`` points out of the palm, ``up`` from the wrist to the knuckles, ``across`` from the
    index to the little finger.
    """

    palm: NDArray[np.float64]
    up: NDArray[np.float64]
    across: NDArray[np.float64]


def right_world(hand: Hand) -> Landmarks:
    """Return the landmarks in metres (21, 3) of a right hand, a left one mirrored."""
    return hand.world if hand.is_right else hand.world * np.array([-1, 1, 1], np.float32)


def held(points: Points) -> Held:
    """Return how a right hand with landmarks (21, 3) is held."""
    points = points.astype(np.float64)
    up = _unit(points[list(_KNUCKLES)].mean(axis=0) - points[0])
    across = points[17] - points[5]
    across = _unit(across - up * float(across @ up))
    return Held(np.cross(up, across), up, across)


def joints_of(points: Points) -> Joints:
    """Return the joints of a right hand with landmarks (21, 3), in metres or any other unit."""
    frame = held(points)
    points = points.astype(np.float64)
    palm = float(np.linalg.norm(points[list(_KNUCKLES)] - points[0], axis=1).mean())
    tip = (points[4] - points[9]) / max(palm, 1e-9)
    thumb = [
        _bend(points, _THUMB),
        *(float(tip @ way) for way in (frame.across, frame.up, frame.palm)),
    ]
    fingers = [
        each for chain in _CHAINS for each in (_base(points, chain, frame), _bend(points, chain))
    ]
    leans = [_lean(points, chain, frame) for chain in _CHAINS]
    return np.array([*thumb, *fingers, *np.diff(leans)])


def _bend(points: Points, chain: tuple[int, ...]) -> float:
    """Return by how many degrees the two outer joints are bent together."""
    bones = [_unit(points[b] - points[a]) for a, b in pairwise(chain)]
    return sum(_angle(one, other) for one, other in pairwise(bones))


def _base(points: Points, chain: tuple[int, ...], frame: Held) -> float:
    """Return by how many degrees a finger is bent at its knuckle, towards the palm."""
    bone = _unit(points[chain[1]] - points[chain[0]])
    return float(np.rad2deg(np.arctan2(bone @ frame.palm, bone @ frame.up)))


def _lean(points: Points, chain: tuple[int, ...], frame: Held) -> float:
    """Return by how many degrees a finger leans to the little finger's side."""
    bone = points[chain[3]] - points[chain[0]]
    forward = float(np.hypot(bone @ frame.up, bone @ frame.palm))
    return float(np.rad2deg(np.arctan2(bone @ frame.across, forward)))


def _angle(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.rad2deg(np.arccos(np.clip(one @ other, -1, 1))))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
