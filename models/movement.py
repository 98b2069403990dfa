"""The movement network: the last moments of a hand in, the letter that was drawn out, or none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from glyphcam.calibration.errors import ModelError
from glyphcam.models.movement_window import STEPS
from glyphcam.models.session import open_session
from glyphcam.models.shelf import SHELF
from glyphcam.models.stamp import Stamp, read_stamp

MOVEMENT_FILE = SHELF / "asl-movement.onnx"

KIND = "movement"

MOVEMENTS = ("J", "Z")
"""The letters of the ASL alphabet that are no still hand."""

LABELS = ("none", *MOVEMENTS)

_INPUT = ("landmarks", "tensor(float)", [STEPS, 21, 3])


class MovementNetwork:
    """One ONNX model over windows of a hand, with its stamp."""

    def __init__(self, session: onnxruntime.InferenceSession, stamp: Stamp) -> None:
        self._session = session
        self.stamp = stamp

    @classmethod
    def load(cls, path: Path = MOVEMENT_FILE) -> MovementNetwork:
        """Open the file; ModelError where it is broken or made for something else."""
        session = open_session(path)
        stamp = read_stamp(session.get_modelmeta().custom_metadata_map, path)
        if (stamp.recogniser, stamp.kind, stamp.labels) != ("asl", KIND, LABELS):
            raise ModelError(
                f"{path} is {stamp.recogniser} {stamp.kind} of {' '.join(stamp.labels)}, "
                f"wanted is asl {KIND} of {' '.join(LABELS)}"
            )
        given = [(entry.name, entry.type, entry.shape[1:]) for entry in session.get_inputs()]
        if given != [_INPUT]:
            raise ModelError(f"{path} takes {given}, this program feeds {[_INPUT]}: train it again")
        return cls(session, stamp)

    def probabilities(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return calibrated probabilities (n, 3) of LABELS for windows (n, STEPS, 21, 3)."""
        answer: NDArray[np.float32] = self._session.run(["probabilities"], {"landmarks": windows})[
            0
        ]
        return answer
