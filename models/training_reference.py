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

from glyphcam.calibration.errors import ModelError
from glyphcam.calibration.review_closeness import Looks, distances, looks
from glyphcam.models.observation import Observation

REFERENCE_FILE = Path(__file__).with_name("training_reference.json")
"""Made by training/training_reference.py."""


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
        """Return how far an observation is from the nearest centre."""
        points = observation.landmarks
        look = looks(observation.patch[None], None if points is None else points[None])[0]
        return float(distances(look, self.centres).min())

    def is_novel(self, observation: Observation) -> bool:
        """Whether hardly anything in the training data looks like this."""
        return self.distance(observation) > self.limit


@cache
def training_references(path: Path = REFERENCE_FILE) -> Mapping[str, TrainingReference]:
    """Return the reference of each recogniser; ModelError where the file is broken."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return MappingProxyType({name: _reference(one) for name, one in found.items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is broken ({error}): install glyphcam again") from error


def _reference(record: Mapping[str, Any]) -> TrainingReference:
    centres = np.array(record["centres"], np.float32) / np.float32(10)
    return TrainingReference(
        centres, record["limit"], _range(record["brightness"]), _range(record["hand_px"])
    )


def _range(record: Mapping[str, float] | None) -> Range | None:
    return None if record is None else Range(**record)
