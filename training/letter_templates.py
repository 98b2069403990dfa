"""The joints of each letter's hand, from the landmarks of many people: `python -m` this writes it.

A source counts once, by the mean of its hands. Letters that people hold in two ways (M and N with
the fingers over the thumb or hanging) get two templates, where the two differ enough.
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

APART = 3.0
"""Two ways of a letter lie so many spreads apart in some joint, on average of the four largest."""

FEWEST = 5
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
    """Return the rows as one group, or as two where the second is large and far enough."""
    units = _least()
    joints = rows[:, : len(units)] / units
    first = joints[np.argmax(np.linalg.norm(joints - np.median(joints, axis=0), axis=1))]
    middles = np.stack([np.median(joints, axis=0), first])
    side = np.zeros(len(rows), int)
    for _ in range(10):
        side = np.linalg.norm(joints[:, None] - middles, axis=2).argmin(axis=1)
        if not 0 < side.sum() < len(side):
            return [rows]
        middles = np.stack([np.median(joints[side == i], axis=0) for i in (0, 1)])
    spread = np.stack([np.std(joints[side == i], axis=0) for i in (0, 1)]).max(axis=0)
    gaps = np.abs(middles[0] - middles[1]) / np.maximum(spread, 1)
    is_two = min(side.sum(), (1 - side).sum()) >= FEWEST and np.sort(gaps)[-4:].mean() > APART
    return [rows[side == 0], rows[side == 1]] if is_two else [rows]


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
