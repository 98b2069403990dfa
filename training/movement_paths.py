"""How a hand moves: turns and shifts over time of J, of Z, and of what is neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What a rigid hand does at f moments: turned about ``pivot``, then shifted.

    ``turns`` (f, 3, 3); ``shifts`` (f, 3) and ``pivot`` (3,) in palm lengths; x to the right, y
    down, z away from the camera, the wrist at 0, the forearm along +y.
    """

    turns: Numbers
    shifts: Numbers
    pivot: Numbers


def drawn_j(u: Numbers, dice: np.random.Generator) -> Moves:
    """Return a J over u (f,) of 0..1: the little finger goes down and hooks, the wrist turns.

    Most signers swing the tip outwards and down and turn the palm to themselves; some turn the
    forearm alone, a few only draw the path.
    """
    style = dice.random()
    swing = dice.uniform(0, 125) if style < 0.55 else dice.uniform(0, 25)
    back = dice.uniform(0, 70)
    roll = dice.uniform(75, 200) if style < 0.92 else dice.uniform(0, 60)
    down = dice.uniform(0, 0.9) if style < 0.92 else dice.uniform(0.7, 1.6)
    hook = dice.uniform(0, 0.8) if style < 0.92 else dice.uniform(0.5, 1.1)
    middle = dice.uniform(0.35, 0.7)
    late = np.clip((u - middle) / (1 - middle), 0, 1)
    out = np.sin(np.pi * np.clip(u / min(1.0, middle + 0.3), 0, 1))
    turns = about(
        pitch=dice.normal(0, 15) * u + dice.uniform(-35, 35) * np.sin(np.pi * u),
        yaw=roll * eased(np.clip((u - dice.uniform(0, 0.4)) / dice.uniform(0.4, 0.7), 0, 1)),
        tilt=-swing * out + back * late,
    )
    fall = np.sin(np.pi / 2 * np.clip(u / middle, 0, 1)) - dice.uniform(0, 0.6) * late
    shifts = np.stack([hook * late**1.5, down * fall, dice.normal(0, 0.1) * u], axis=1)
    return Moves(turns, shifts, np.array([0.0, dice.uniform(0, 1.5), 0.0]))


def drawn_z(u: Numbers, dice: np.random.Generator) -> Moves:
    """Return a Z over u (f,) of 0..1, as a camera before the signer sees it: it begins rightwards.

    The hand is carried along, or turned in the wrist so that the index finger draws, or both.
    """
    path = z_path(u, dice)
    if dice.random() < 0.2:  # left-handers, mirrored here, who write as right-handers do
        path = path * [-1, 1]
    by_wrist = dice.uniform(0, [0.7, 1.0])  # many go across with the arm and down with the wrist
    across, down = np.rad2deg(np.arctan(path * by_wrist / 2)).T
    # Wrists differ: some nod, some turn the forearm, and most turn more than they have to.
    turns = about(
        pitch=down * dice.uniform(0.3, 2.4),
        yaw=across * dice.uniform(-1.5, 1.0),
        tilt=across * dice.uniform(0.0, 1.2),
    )
    shifts = np.concatenate([path * (1 - by_wrist), dice.normal(0, 0.15) * u[:, None]], axis=1)
    return Moves(turns, shifts, np.array([0.0, dice.uniform(0, 0.8), 0.0]))


def z_path(u: Numbers, dice: np.random.Generator) -> Numbers:
    """Return the three strokes (f, 2), in palm lengths, with corners sharp or round."""
    width, height = dice.uniform(0.7, 2.6), dice.uniform(0.6, 2.4)
    corners = np.array([[0, 0], [-width, 0], [0, height], [-width, height]], np.float64)
    corners[1:] += dice.normal(0, 0.14, (3, 2)) * [width, height]
    lean = np.deg2rad(dice.normal(0, 9))
    corners = corners @ np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    parts = dice.uniform(0.7, 1.4, 3)
    ends = np.concatenate([[0], np.cumsum(parts) / parts.sum()])
    rest = dice.uniform(0, 0.5)  # of a stroke's time is spent standing in its corner
    path = np.zeros((len(u), 2))
    for i in range(3):
        share = np.clip((u - ends[i]) / (ends[i + 1] - ends[i]), 0, 1)
        path += eased(np.clip(share / (1 - rest / 2), 0, 1))[:, None] * (
            corners[i + 1] - corners[i]
        )
    return path


def nothing_drawn(u: Numbers, dice: np.random.Generator) -> Moves:
    """Return something that is no letter: held, slid, bobbed, waved, circled, turned, carried."""
    return _OTHERS[dice.integers(len(_OTHERS))](u, dice)


def _held(u: Numbers, dice: np.random.Generator) -> Moves:
    return _moved(u, np.zeros((len(u), 3)), np.zeros((3, len(u))))


def _slid(u: Numbers, dice: np.random.Generator) -> Moves:
    way = np.append(dice.normal(0, 1, 2), 0) * dice.uniform(0.2, 2)
    bow = np.append(dice.normal(0, 0.4, 2), 0)
    return _moved(
        u, eased(u)[:, None] * way + np.sin(np.pi * u)[:, None] * bow, np.zeros((3, len(u)))
    )


def _waved(u: Numbers, dice: np.random.Generator) -> Moves:
    angle = dice.normal(0, 0.4) + (dice.random() < 0.4) * np.pi / 2
    times = dice.uniform(0.5, 3.5)
    wave = np.sin(2 * np.pi * times * u + dice.uniform(0, 6))
    way = np.array([np.cos(angle), np.sin(angle), 0]) * dice.uniform(0.2, 1.4)
    degrees = np.zeros((3, len(u)))
    degrees[2] = wave * dice.uniform(0, 35)
    drift = u[:, None] * np.append(dice.normal(0, 0.2, 2), 0)
    return _moved(u, wave[:, None] * way + drift, degrees)


def _circled(u: Numbers, dice: np.random.Generator) -> Moves:
    angle = 2 * np.pi * dice.uniform(0.3, 2) * dice.choice([-1, 1]) * u + dice.uniform(0, 6)
    wide, high = dice.uniform(0.2, 1.2, 2)
    way = np.stack([np.cos(angle) * wide, np.sin(angle) * high, np.zeros(len(u))], axis=1)
    return _moved(u, way, np.zeros((3, len(u))))


def _turned(u: Numbers, dice: np.random.Generator) -> Moves:
    """The hand turns a little and perhaps back, and is carried on the way."""
    most = np.array([40, 45, 40]) * dice.uniform(-1, 1, 3)
    shape = eased(u) if dice.random() < 0.5 else np.sin(np.pi * u * dice.uniform(1, 3))
    way = np.append(dice.normal(0, 0.5, 2), 0)
    return _moved(u, eased(u)[:, None] * way, most[:, None] * shape)


def _seven(u: Numbers, dice: np.random.Generator) -> Moves:
    """The first two strokes of a Z at most, or a beginning that goes back."""
    share = dice.uniform(0.15, 0.62)
    path = z_path(share * eased(u), dice)
    if dice.random() < 0.3:
        path = z_path(share * np.sin(np.pi * u), dice)
    return _moved(u, np.concatenate([path, np.zeros((len(u), 1))], axis=1), np.zeros((3, len(u))))


_OTHERS: tuple[Callable[[Numbers, np.random.Generator], Moves], ...] = (
    *(_held, _slid, _waved, _circled, _turned, _seven),
)


def _moved(u: Numbers, shifts: Numbers, degrees: Numbers) -> Moves:
    return Moves(about(*degrees), shifts, np.zeros(3))


def eased(u: Numbers) -> Numbers:
    """Return 0..1 with a soft start and end."""
    return u * u * (3 - 2 * u)


def about(pitch: Numbers, yaw: Numbers, tilt: Numbers) -> Numbers:
    """Return rotations (f, 3, 3) of degrees (f,): yaw about the forearm, pitch, then tilt.

    A growing yaw turns a right palm from the camera to the signer, little finger foremost; a
    growing tilt turns clockwise in the picture.
    """
    (cp, sp), (cy, sy), (ct, st) = (
        (np.cos(np.deg2rad(a)), np.sin(np.deg2rad(a))) for a in (pitch, yaw, tilt)
    )
    one, zero = np.ones_like(cp), np.zeros_like(cp)
    x = np.array([[one, zero, zero], [zero, cp, -sp], [zero, sp, cp]])
    y = np.array([[cy, zero, -sy], [zero, one, zero], [sy, zero, cy]])
    z = np.array([[ct, -st, zero], [st, ct, zero], [zero, zero, one]])
    product: Numbers = np.einsum("ijf,jkf,klf->fil", z, x, y)
    return product
