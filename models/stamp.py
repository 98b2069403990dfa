"""The stamp inside each ONNX file: what it reads, for which patch, how honest, from which data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from glyphcam.calibration.errors import ModelError
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Recogniser

STAMP_KEY = "glyphcam"
"""The ONNX metadata key that holds the stamp as one JSON object."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Facts that travel with the weights.

    ``temperature`` is the one already applied inside the graph (None for votes), ``threshold``
    the probability below which an answer is unsure, ``data`` the fingerprint of the training
    data, ``trained`` an ISO date, ``figures`` what was measured, by name.
    """

    recogniser: str
    kind: str
    labels: tuple[str, ...]
    patch_version: int
    threshold: float
    temperature: float | None = None
    data: str = ""
    trained: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """Return the stamp as one JSON object with sorted keys."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


def read_stamp(metadata: Mapping[str, str], path: Path) -> Stamp:
    """Return the stamp in ONNX ``metadata``; ModelError where there is none or it is broken."""
    if STAMP_KEY not in metadata:
        raise ModelError(f"{path} has no Glyphcam stamp: export it with 'glyphcam train'")
    try:
        facts = json.loads(metadata[STAMP_KEY])
        return Stamp(**{**facts, "labels": tuple(facts["labels"])})
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(
            f"{path} has a stamp this version cannot read ({error}): train it again"
        ) from error


def check_stamp(stamp: Stamp, recogniser: Recogniser, path: Path) -> None:
    """Raise ModelError, showing both sides, where the file is not made for this program."""
    if stamp.recogniser != recogniser.name:
        raise ModelError(f"{path} reads '{stamp.recogniser}', not '{recogniser.name}'")
    if stamp.patch_version != PATCH_VERSION:
        raise ModelError(
            f"{path} was trained on patch version {stamp.patch_version}, this program makes "
            f"version {PATCH_VERSION}: train it again with 'glyphcam train {stamp.recogniser}'"
        )
    if stamp.labels != recogniser.labels:
        raise ModelError(
            f"{path} has the labels {' '.join(stamp.labels)}, "
            f"'{recogniser.name}' has {' '.join(recogniser.labels)}: train it again"
        )
