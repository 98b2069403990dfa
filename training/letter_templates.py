"""The joints of each letter's hand, from the landmarks of many people: `python -m` this writes it.

A source counts once, by the median of its hands. Letters that people hold in two ways (H with a
bent knuckle or a straight one) get two templates, where the two differ enough.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand_joints import IS_ANGLE, held, joints_of, right_world
from glyphcam.models.letter_templates import TEMPLATES_FILE
from glyphcam.training.landmark_set import hand_of, landmark_columns

Rows = NDArray[np.float64]
"""(sources, joints + 6): joints, the palm's way, the hand's way."""

LEAST_DEG, LEAST_PALM = 12.0, 0.12
"""People's hands differ by so much at least, and the landmarks of one hand too."""

UNEXPLAINED = 0.6
"""A second way of a letter must leave no more of how people differ than this share."""

FEWEST = 4
"""So many sources must hold a letter a second way."""

PER_CELL = 12


def letter_rows(folder: Path) -> dict[str, Rows]:
    """Return a row for each source of each letter in ``folder``'s landmarks.npz."""
    columns = landmark_columns(folder)
    letters, sources = columns["letter"].astype(str), columns["source"].astype(str)
    dice = np.random.default_rng(0)
    found: dict[str, Rows] = {}
    for letter in sorted(set(letters)):
        rows = []
        for source in sorted(set(sources[letters == letter])):
            chosen = np.flatnonzero((letters == letter) & (sources == source))
            chosen = dice.permutation(chosen)[:PER_CELL]
            hands = [_row(columns, int(each)) for each in chosen]
            rows.append(np.median(hands, axis=0))
        found[letter] = np.stack(rows)
    return found


def ways_of(rows: Rows) -> list[dict[str, list[float] | float]]:
    """Return one or two ways of a letter, the commonest first, of which the odd third is left out.

    Wrong signs and hands that the landmark network misread are among the sources.
    """
    groups = _split(rows)
    return [_way(group, len(group) / len(rows)) for group in sorted(groups, key=len, reverse=True)]


def _row(columns: Mapping[str, NDArray[Any]], row: int) -> NDArray[np.float64]:
    points = right_world(hand_of(columns, row))
    frame = held(points)
    return np.concatenate([joints_of(points), frame.palm, frame.up])


def _split(rows: Rows) -> Sequence[Rows]:
    """Return the rows as one group, or as the two that explain most of how people differ."""
    units = _least()
    joints = np.clip(
        (rows[:, : len(units)] - np.median(rows[:, : len(units)], axis=0)) / units, -4, 4
    )
    sides = [_sides(joints, seed) for seed in range(len(joints))]
    large = [side for side in sides if FEWEST <= side.sum() <= len(side) - FEWEST]
    best = min(large, key=lambda side: _unexplained(joints, side), default=None)
    if best is None or _unexplained(joints, best) > UNEXPLAINED:
        return [rows]
    return [rows[best], rows[~best]]


def _sides(joints: Rows, seed: int) -> NDArray[np.bool_]:
    """Return which rows lie nearer to row ``seed``'s group than to the others': two means."""
    middles = np.stack([np.zeros(joints.shape[1]), joints[seed]])
    side = np.zeros(len(joints), np.bool_)
    for _ in range(10):
        side = np.linalg.norm(joints[:, None] - middles, axis=2).argmin(axis=1).astype(np.bool_)
        if side.all() or not side.any():
            break
        middles = np.stack([joints[~side].mean(axis=0), joints[side].mean(axis=0)])
    return side


def _unexplained(joints: Rows, side: NDArray[np.bool_]) -> float:
    """Return the share of the rows' variance that is left within the two groups."""
    within = sum(
        float(((part - part.mean(axis=0)) ** 2).sum()) for part in (joints[side], joints[~side])
    )
    return within / float(((joints - joints.mean(axis=0)) ** 2).sum())


def _way(rows: Rows, share: float) -> dict[str, list[float] | float]:
    units = _least()
    count = len(units)
    middle = np.median(rows, axis=0)
    far = np.linalg.norm((rows - middle)[:, :count] / units, axis=1)
    near = rows[np.argsort(far)[: max(1, round(len(rows) * 2 / 3))]]
    palm, up = (_unit(near[:, count + at : count + at + 3].mean(axis=0)) for at in (0, 3))
    turns = [_degrees(row[count : count + 3], palm) for row in near]
    return {
        "joints": near[:, :count].mean(axis=0).round(2).tolist(),
        "spread": np.maximum(near[:, :count].std(axis=0), units).round(2).tolist(),
        "palm": palm.round(3).tolist(),
        "up": up.round(3).tolist(),
        "turn_deg": round(max(20.0, float(np.percentile(turns, 80))), 1),
        "share": round(share, 2),
    }


def _least() -> NDArray[np.float64]:
    return np.where(IS_ANGLE, LEAST_DEG, LEAST_PALM)


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _degrees(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.rad2deg(np.arccos(np.clip(_unit(one) @ _unit(other), -1, 1))))


def main(folder: Path) -> None:
    """Write models/letter_templates.json from ``folder``."""
    lines = (
        f'"{letter}": {json.dumps(ways_of(rows))}' for letter, rows in letter_rows(folder).items()
    )
    TEMPLATES_FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
