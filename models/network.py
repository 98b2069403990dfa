"""A trained network: observations in, calibrated predictions out, by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from glyphcam.calibration.errors import ModelError
from glyphcam.models.observation import Observation
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import RECOGNISERS, Recogniser
from glyphcam.models.session import open_session
from glyphcam.models.shelf import model_path
from glyphcam.models.stamp import Stamp, check_stamp, read_stamp

NOVELTY_LIMIT = "novelty_limit"
"""The stamped figure from which novelty a hand is no letter; hand models alone have it."""

NOVELTY = "novelty"
"""The output that says how unlike its letter a hand is, see training/asl_novelty.py."""

_INPUTS = {"patch": "tensor(uint8)", "landmarks": "tensor(float)"}


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """``probabilities`` (n, k) float32, ``novelties`` one a row, None from a graph without."""

    probabilities: NDArray[np.float32]
    novelties: tuple[float | None, ...]


class Network:
    """One ONNX model with its stamp, checked against the recogniser it is for."""

    def __init__(self, session: onnxruntime.InferenceSession, stamp: Stamp, path: Path) -> None:
        self._session = session
        self.stamp = stamp
        self.path = path
        self.input_names = tuple(i.name for i in session.get_inputs())
        outputs = session.get_outputs()
        self.gives_novelty = any(o.name == NOVELTY for o in outputs)
        self.output_widths: dict[str, int] = {
            o.name: o.shape[-1] for o in outputs if o.name != NOVELTY
        }
        self.output_names = tuple(self.output_widths)

    @classmethod
    def load(cls, path: Path, recogniser: Recogniser | None = None) -> Network:
        """Open the file at ``path``; ModelError where it is broken or made for something else.

        Without ``recogniser`` the one named in the stamp is taken.
        """
        session = open_session(path)
        stamp = read_stamp(session.get_modelmeta().custom_metadata_map, path)
        expected = recogniser or RECOGNISERS.get(stamp.recogniser)
        if expected is None:
            raise ModelError(f"{path} reads '{stamp.recogniser}', which this program does not know")
        check_stamp(stamp, expected, path)
        _check_graph(session, stamp, path)
        return cls(session, stamp, path)

    @classmethod
    def shipped(cls, recogniser: Recogniser, kind: str | None = None) -> Network:
        """Open the shipped model of ``recogniser`` of that kind, or of its default kind."""
        return cls.load(model_path(recogniser, kind), recogniser)

    @property
    def needs_landmarks(self) -> bool:
        """Whether it reads hand landmarks beside or instead of the patch."""
        return "landmarks" in self.input_names

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        """Return one prediction an observation, in one batch; none for none."""
        if not observations:
            return []
        patches = np.stack([o.patch for o in observations])  # (n, 28, 28)
        landmarks = None
        if self.needs_landmarks:
            landmarks = np.stack([_landmarks_of(o, self.path) for o in observations])  # (n, 21, 3)
        judged = self.judged(patches, landmarks)
        return [
            Prediction(self.stamp.labels, row, self.stamp.threshold, novelty)
            for row, novelty in zip(judged.probabilities, judged.novelties, strict=True)
        ]

    def judged(
        self, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None = None
    ) -> Judged:
        """Return what one run of the graph says of patches (n, 28, 28), landmarks (n, 21, 3)."""
        if not self.gives_novelty:
            return Judged(self._run("probabilities", patches, landmarks), (None,) * len(patches))
        rows, far = self._run_all(("probabilities", NOVELTY), patches, landmarks)
        return Judged(rows, tuple(map(float, far[:, 0])))

    def probabilities(
        self, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """Return calibrated probabilities (n, k) for patches (n, 28, 28) and landmarks (n, 21, 3).

        What the graph has no input for is not used.
        """
        return self._run("probabilities", patches, landmarks)

    def embedding(
        self, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """Return the last hidden layer (n, d); ModelError where the graph does not give it."""
        if "embedding" not in self.output_names:
            raise ModelError(f"{self.path} gives no embedding: choose another model kind")
        return self._run("embedding", patches, landmarks)

    def _run(
        self, output: str, patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None
    ) -> NDArray[np.float32]:
        return self._run_all((output,), patches, landmarks)[0]

    def _run_all(
        self,
        outputs: Sequence[str],
        patches: NDArray[np.uint8],
        landmarks: NDArray[np.float32] | None,
    ) -> list[NDArray[np.float32]]:
        given = {"patch": patches, "landmarks": landmarks}
        feed = {name: given[name] for name in self.input_names}
        results: list[NDArray[np.float32]] = self._session.run(list(outputs), feed)
        return results


def _landmarks_of(observation: Observation, path: Path) -> NDArray[np.float32]:
    if observation.landmarks is None:
        raise ModelError(f"{path.name} reads hand landmarks, and this picture came without any")
    return observation.landmarks


def _check_graph(session: onnxruntime.InferenceSession, stamp: Stamp, path: Path) -> None:
    for given in session.get_inputs():
        if _INPUTS.get(given.name) != given.type:
            raise ModelError(
                f"{path} has the input {given.name} {given.type}: this program feeds "
                f"{', '.join(f'{name} {kind}' for name, kind in _INPUTS.items())}"
            )
    widths = {o.name: o.shape[-1] for o in session.get_outputs()}
    if widths.get("probabilities") != len(stamp.labels):
        raise ModelError(
            f"{path} gives outputs {widths}, its {len(stamp.labels)} labels need "
            f"'probabilities' of width {len(stamp.labels)}: export it again"
        )
