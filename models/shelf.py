"""The shelf of shipped models: where each file stands and what it is called."""

from __future__ import annotations

from pathlib import Path

from glyphcam.calibration.errors import ModelError
from glyphcam.models.recognisers import RECOGNISERS, Recogniser, kind_of

SHELF = Path(__file__).parent
"""The folder the ONNX files and their cards are shipped in."""

PALM_DETECTION = SHELF / "palm_detection.onnx"
HAND_LANDMARK = SHELF / "hand_landmark.onnx"


def model_path(recogniser: Recogniser, kind: str | None = None) -> Path:
    """Return the shipped file of a recogniser's model kind (default: its first kind)."""
    path = SHELF / f"{recogniser.name}-{kind_of(recogniser, kind)}.onnx"
    if not path.is_file():
        raise ModelError(
            f"no model {path.name} is shipped: "
            f"train it with 'glyphcam train {recogniser.name} {kind_of(recogniser, kind)}'"
        )
    return path


def shipped() -> tuple[Path, ...]:
    """Return the recogniser models on the shelf, in the order of the recognisers' own tables."""
    paths = (SHELF / f"{r.name}-{kind}.onnx" for r in RECOGNISERS.values() for kind in r.kinds)
    return tuple(path for path in paths if path.is_file())
