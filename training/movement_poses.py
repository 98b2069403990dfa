"""The still hands that drawn movements begin and end with, by letter and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.observation import right_handed
from glyphcam.training.landmark_set import hand_of, landmark_columns

PER_CELL = 12
"""Rows taken of each letter of each source: many sources are films of one held hand."""

LEFT_OUT = 6
"""Every sixth source is left out of training: on its hands the model is calibrated."""

Poses = NDArray[np.float32]
"""(n, 21, 3) float32 right hands, wrist at 0, in palm lengths."""


@dataclass(frozen=True, slots=True, eq=False)
class PoseSet:
    """Still hands by letter, of certain sources."""

    by_letter: Mapping[str, Poses]

    def draw(self, letters: str, dice: np.random.Generator) -> Poses:
        """Return one hand (21, 3) of a letter drawn from ``letters``, turned and bent a little."""
        letter = letters[dice.integers(len(letters))]
        rows = self.by_letter[letter]
        return rows[dice.integers(len(rows))]


def read_poses(folder: Path) -> Mapping[str, PoseSet]:
    """Return the poses of each source of ``folder``'s landmarks.npz, J and Z among the letters."""
    columns = landmark_columns(folder)
    letters, sources = columns["letter"], columns["source"]
    dice = np.random.default_rng(0)
    found = {}
    for source in sorted(set(map(str, sources))):
        by_letter = {}
        for letter in sorted(set(map(str, letters[sources == source]))):
            rows = np.flatnonzero((sources == source) & (letters == letter))
            rows = dice.permutation(rows)[:PER_CELL]
            hands = np.stack([right_handed(hand_of(columns, int(row))) for row in rows])
            by_letter[letter] = in_palm_lengths(hands)
        found[source] = PoseSet(by_letter)
    return found


def merged(sets: list[PoseSet]) -> PoseSet:
    """Return the poses of several sources as one."""
    letters = sorted({letter for each in sets for letter in each.by_letter})
    return PoseSet(
        {
            letter: np.concatenate(
                [each.by_letter[letter] for each in sets if letter in each.by_letter]
            )
            for letter in letters
        }
    )


def in_palm_lengths(hands: Poses) -> Poses:
    """Return hands (n, 21, 3) whose four knuckles are on average 1 from the wrist, in space."""
    points = hands - hands[:, :1]
    palm = np.linalg.norm(points[:, [5, 9, 13, 17]], axis=-1).mean(axis=1)
    return (points / np.maximum(palm, 1e-6)[:, None, None]).astype(np.float32)
