"""Write a model as a stamped ONNX file, once it answers exactly as its source does.

The road is the same for every kind: make a graph (keras_graph, sklearn_graph, or by hand), then
``export`` names and orders it canonically, compares it with the source model on real pictures,
and writes it with the stamp inside. Inputs are ``patch`` uint8 (n, 28, 28) and/or ``landmarks``
float32 (n, 21, 3); outputs ``probabilities`` float32 (n, k) and perhaps ``embedding``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from glyphcam.calibration.errors import ModelError
from glyphcam.models.inspect_onnx import refuse_unsafe
from glyphcam.models.stamp import STAMP_KEY, Stamp
from glyphcam.training.canonical import canonical

TOLERANCE = 1e-5
"""The largest difference of a probability between a source model and its ONNX file."""

SAMPLE_SIZE = 1000

Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Real inputs a source and its export are compared on, SAMPLE_SIZE of them where there are.

    ``patches`` (n, 28, 28) uint8 or None; ``landmarks`` (n, 21, 3) float32 or None.
    """

    patches: NDArray[np.uint8] | None = None
    landmarks: NDArray[np.float32] | None = None

    def feeds(self) -> dict[str, NDArray[np.uint8] | NDArray[np.float32]]:
        """Return the arrays there are under the names of the ONNX inputs."""
        both = {"patch": self.patches, "landmarks": self.landmarks}
        return {name: array for name, array in both.items() if array is not None}

    def head(self, count: int = SAMPLE_SIZE) -> Sample:
        """Return ``count`` rows spread evenly over all of them, in order."""
        size = len(next(iter(self.feeds().values())))
        rows = np.unique(np.linspace(0, size - 1, min(count, size)).astype(np.int64))
        return Sample(
            None if self.patches is None else self.patches[rows],
            None if self.landmarks is None else self.landmarks[rows],
        )


Source = Callable[[Sample], NDArray[np.floating]]
"""The trained model itself: a sample to its probabilities (n, k)."""


def export(
    graph: onnx.ModelProto, stamp: Stamp, path: Path, source: Source, sample: Sample
) -> Path:
    """Write ``graph`` to ``path``; ModelError, and no file, where it differs from ``source``."""
    model = canonical(graph)
    del model.metadata_props[:]
    model.metadata_props.add(key=STAMP_KEY, value=stamp.to_json())
    content = model.SerializeToString(deterministic=True)
    refuse_unsafe(content, path.name)
    onnx.checker.check_model(model)
    few = sample.head()
    refuse_unless_parity(source(few), run(model, few), path.name)
    path.write_bytes(content)
    return path


def run(model: onnx.ModelProto, sample: Sample) -> Probabilities:
    """Return the probabilities (n, k) of an ONNX model in onnxruntime, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    wanted = {entry.name for entry in session.get_inputs()}
    feeds = {name: array for name, array in sample.feeds().items() if name in wanted}
    answer = session.run(["probabilities"], feeds)[0]
    return np.asarray(answer, np.float32)


def refuse_unless_parity(
    source: NDArray[np.floating], exported: NDArray[np.floating], name: str
) -> None:
    """ModelError unless both (n, k) name the same labels and differ by at most TOLERANCE."""
    if source.shape != exported.shape:
        raise ModelError(
            f"{name} not written: it answers {exported.shape}, its source {source.shape}"
        )
    gap = float(np.abs(source - exported).max())
    changed = int((source.argmax(axis=1) != exported.argmax(axis=1)).sum())
    if changed or not gap <= TOLERANCE:
        raise ModelError(
            f"{name} not written: {changed} of {len(source)} labels differ from the source "
            f"model's, probabilities by up to {gap:.1e} (allowed {TOLERANCE:.0e})"
        )
