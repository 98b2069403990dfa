"""Measure a model on a data set: batches through onnxruntime, then every figure and the speed."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.checksum import refuse_altered
from glyphcam.models.inspect_onnx import refuse_unsafe
from glyphcam.models.network import Network
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset
from glyphcam.training.figures import Figures, Missed, figures_of

_BATCH = 128
"""Pictures a run: a KNN of 10,000 points needs 5 MB a batch, and larger ones are no faster."""

_TIMED = 200


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """A model, the data it was measured on, its answers (n, k) float32 and the figures of them.

    ``ms_p50`` is the time of one picture alone on one thread, without finding and cropping it.
    """

    network: Network
    recogniser: Recogniser
    data: Dataset
    probabilities: NDArray[np.float32]
    figures: Figures
    ms_p50: float


def evaluate(network: Network, recogniser: Recogniser, data: Dataset) -> Evaluation:
    """Return how ``network`` does on ``data``; DataError where it lacks what the network reads."""
    if network.needs_landmarks and data.landmarks is None and len(data):
        raise DataError(
            f"{data.name} has no hand landmarks, which {network.path.name} reads: "
            f"give whole pictures of hands, or choose the kind cnn"
        )
    probabilities = answer(network, data)
    figures = figures_of(
        recogniser,
        probabilities,
        data.targets,
        network.stamp.threshold,
        data.groups,
        Missed(data.missed, data.missed_groups),
    )
    return Evaluation(network, recogniser, data, probabilities, figures, time_one(network, data))


def answer(network: Network, data: Dataset) -> NDArray[np.float32]:
    """Return the probabilities (n, k) float32 of every picture."""
    starts = range(0, len(data), _BATCH)
    rows = [_some(network, data, slice(start, start + _BATCH)) for start in starts]
    return np.concatenate(rows) if rows else np.empty((0, len(network.stamp.labels)), np.float32)


def time_one(network: Network, data: Dataset) -> float:
    """Return the median milliseconds of one picture alone."""
    times = []
    for row in range(min(len(data), _TIMED)):
        start = time.perf_counter()
        _some(network, data, slice(row, row + 1))
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times) if times else 0.0


def open_network(path: Path, recogniser: Recogniser) -> Network:
    """Open a model that may come from elsewhere: looked over as bytes before it is run."""
    if path.is_file():
        refuse_altered(path)
        refuse_unsafe(path.read_bytes(), path.name)
    return Network.load(path, recogniser)


def _some(network: Network, data: Dataset, rows: slice) -> NDArray[np.float32]:
    landmarks = None if data.landmarks is None else data.landmarks[rows]
    return network.probabilities(data.patches[rows], landmarks)
