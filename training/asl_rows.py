"""The rows ASL models learn from: right-handed landmarks, patches where there is a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.hand import Hand
from glyphcam.models.observation import observe_hand, right_handed
from glyphcam.models.patch import PATCH_SIDE
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.landmark_set import hand_of, landmark_columns

MIN_LETTERS = 22
"""A source with fewer letters (J and Z counted) teaches but is not measured."""

LABELS = RECOGNISERS["asl"].labels

CORRECTED = "review:"
"""What the name of a source begins with that is made of people's corrections: see review_data.py.
It teaches and is never measured on."""


@dataclass(frozen=True, slots=True, eq=False)
class AslRows:
    """n hands: what `observe_hand` shows of each, what it signs, who signs it.

    ``landmarks`` (n, 21, 3) float32; ``patches`` (n, 28, 28) uint8, zero where ``has_patch`` (n,)
    is False; ``targets`` (n,) int64 columns of LABELS; ``sources`` (n,) str, a person and a room.
    """

    landmarks: NDArray[np.float32]
    patches: NDArray[np.uint8]
    has_patch: NDArray[np.bool_]
    targets: NDArray[np.int64]
    sources: NDArray[np.str_]

    def take(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> AslRows:
        """Return the chosen rows."""
        return AslRows(
            self.landmarks[rows],
            self.patches[rows],
            self.has_patch[rows],
            self.targets[rows],
            self.sources[rows],
        )

    def measured_sources(self) -> tuple[str, ...]:
        """Return the sources that show nearly every letter, in order: each is left out once."""
        names = {str(name) for name in self.sources if not name.startswith(CORRECTED)}
        shown = {s: len(np.unique(self.targets[self.sources == s])) for s in names}
        return tuple(sorted(s for s, count in shown.items() if count >= MIN_LETTERS - 2))


def read_rows(folder: Path) -> AslRows:
    """Return every still letter of ``folder`` (landmarks.npz and crops); J and Z are left out."""
    columns = landmark_columns(folder)
    still = np.flatnonzero(np.isin(columns["letter"], LABELS))
    if not still.size:
        raise DataError(f"{folder / 'landmarks.npz'} has no row of {' '.join(LABELS)}")
    names = columns["image"][still]
    return AslRows(
        landmarks=np.stack([right_handed(hand_of(columns, row)) for row in map(int, still)]),
        patches=np.stack([_patch(folder, columns, row) for row in map(int, still)]),
        has_patch=np.asarray(names != "", np.bool_),
        targets=np.array([LABELS.index(letter) for letter in columns["letter"][still]]),
        sources=columns["source"][still].astype(np.str_),
    )


def _patch(folder: Path, columns: Mapping[str, NDArray[np.generic]], row: int) -> NDArray[np.uint8]:
    name = str(columns["image"][row])
    if not name:
        return np.zeros((PATCH_SIDE, PATCH_SIDE), np.uint8)
    return _shown(folder / name, hand_of(columns, row))


def _shown(path: Path, hand: Hand) -> NDArray[np.uint8]:
    image = cv2.imread(str(path))
    if image is None:
        raise DataError(f"{path} is not a picture that can be read: copy it again")
    return observe_hand(np.asarray(image, np.uint8), hand).patch
