"""What the training data looked like, in a few numbers: to tell what is new, and what drifts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import ModelError
from glyphcam.calibration.review_closeness import PATCH_NUMBERS, Looks, distances, looks
from glyphcam.models.observation import Observation

REFERENCE_FILE = Path(__file__).with_name("training_reference.json")
"""Made by training/training_reference.py."""


SCALE = 50
"""The file holds whole numbers, so many to a unit of a look."""


@dataclass(frozen=True, slots=True)
class Range:
    """Where nine sources in ten lie: from ``low`` to ``high``, ``middle`` the median."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class TrainingReference:
    """``centres`` (c, 112) float32, a few looks a label; one farther than ``limit`` from all of
    them is new. ``brightness`` and ``hand_px`` are None for what has no camera or hand.
    """

    centres: Looks
    limit: float
    brightness: Range | None = None
    hand_px: Range | None = None

    def distance(self, observation: Observation) -> float:
        """Return how far an observation is from the nearest centre; of a hand its shape alone.

        The patch of a hand shows the room, too, and every room is new.
        """
        points = observation.landmarks
        if points is not None:
            return float(distances(hand_looks(points[None])[0], self.centres).min())
        return float(distances(patch_looks(observation.patch[None])[0], self.centres).min())

    def is_novel(self, observation: Observation) -> bool:
        """Whether hardly anything in the training data looks like this."""
        return self.distance(observation) > self.limit


@cache
def training_references(path: Path = REFERENCE_FILE) -> Mapping[str, TrainingReference]:
    """Return the reference of each recogniser; ModelError where the file is broken."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return MappingProxyType({name: _reference(one) for name, one in found.items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is broken ({error}): install glyphcam again") from error


def hand_looks(landmarks: NDArray[np.float32]) -> Looks:
    """Return the looks of hands (n, 21, 3) px by their shape alone."""
    return looks(np.zeros((len(landmarks), 28, 28), np.uint8), landmarks)


def patch_looks(patches: NDArray[np.uint8]) -> Looks:
    """Return the looks of patches (n, 28, 28) of ink or goods."""
    return looks(patches, None)


def part_of(centres: Looks) -> NDArray[np.float32]:
    """Return the part of looks (c, 112) that is not all zero: (c, 63) of hands, (c, 49) of ink."""
    is_hand = centres[:, PATCH_NUMBERS:].any()
    return centres[:, PATCH_NUMBERS:] if is_hand else centres[:, :PATCH_NUMBERS]


def whole(part: NDArray[np.float32]) -> Looks:
    """Return the looks (c, 112) of which ``part_of`` gave a part."""
    is_hand = part.shape[1] != PATCH_NUMBERS
    blank = np.zeros((len(part), PATCH_NUMBERS if is_hand else 63), np.float32)
    return np.concatenate([blank, part] if is_hand else [part, blank], axis=1)


def _reference(record: Mapping[str, Any]) -> TrainingReference:
    centres = whole(np.array(record["centres"], np.float32) / np.float32(SCALE))
    return TrainingReference(
        centres, record["limit"], _range(record["brightness"]), _range(record["hand_px"])
    )


def _range(record: Mapping[str, float] | None) -> Range | None:
    return None if record is None else Range(**record)
