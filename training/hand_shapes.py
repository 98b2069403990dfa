"""The shape of each letter's hand, from the landmarks of many people: `python -m` this writes it.

Each source's mean hand is turned and scaled onto the others'; the shape is the mean of the half of
the sources nearest to all the rest. Numbers of nobody in particular, so that they may be shipped.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand_shapes import SHAPES_FILE
from glyphcam.models.observation import right_handed
from glyphcam.training.landmark_set import hand_of, landmark_columns

Shapes = NDArray[np.float64]
"""(n, 21, 3), wrist at 0."""

ROUNDS = 3


def letter_shapes(folder: Path) -> dict[str, Shapes]:
    """Return (21, 3) of every letter in ``folder``'s landmarks.npz, wrist at 0, 1 long."""
    columns = landmark_columns(folder)
    letters, sources = columns["letter"], columns["source"]
    shapes = {}
    for letter in sorted(set(map(str, letters))):
        rows = np.flatnonzero(letters == letter)
        hands = np.stack([right_handed(hand_of(columns, int(row))) for row in rows]).astype(
            np.float64
        )
        names = np.unique(sources[rows])
        means = np.stack([mean_shape(hands[sources[rows] == name]) for name in names])
        shapes[letter] = common_shape(means)
    return shapes


def mean_shape(hands: Shapes) -> Shapes:
    """Return the mean (21, 3) of hands of one source, each scaled to length 1."""
    return scaled(np.stack([scaled(hand) for hand in hands]).mean(axis=0))


def scaled(hand: Shapes) -> Shapes:
    """Return a hand (21, 3) whose wrist is 0 and whose middle knuckle is 1 away."""
    points = hand - hand[0]
    return points / max(float(np.linalg.norm(points[9])), 1e-9)


def common_shape(means: Shapes) -> Shapes:
    """Return what the sources' means (n, 21, 3) have in common, the odd half of them left out."""
    shape = np.median(means, axis=0)
    for _ in range(ROUNDS):
        turned = np.stack([turned_onto(mean, shape) for mean in means])
        distance = np.linalg.norm(turned - shape, axis=2).mean(axis=1)
        nearest = np.argsort(distance)[: max(1, (len(means) + 1) // 2)]
        shape = scaled(turned[nearest].mean(axis=0))
    return shape


def turned_onto(hand: Shapes, target: Shapes) -> Shapes:
    """Return ``hand`` turned in the picture's plane onto ``target``, by at most what fits best."""
    dot = (hand[:, :2] * target[:, :2]).sum()
    cross = (hand[:, 0] * target[:, 1] - hand[:, 1] * target[:, 0]).sum()
    angle = np.arctan2(cross, dot)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.concatenate([hand[:, :2] @ turn.T, hand[:, 2:]], axis=1)


def main(folder: Path) -> None:
    """Write models/hand_shapes.json from ``folder``."""
    shapes = {
        letter: np.round(shape, 3).tolist() for letter, shape in letter_shapes(folder).items()
    }
    lines = (f'"{letter}": {json.dumps(points)}' for letter, points in shapes.items())
    SHAPES_FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
