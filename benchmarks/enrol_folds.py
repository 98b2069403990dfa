"""What landmark networks make of sources they never saw: probabilities and embeddings, cached."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.temperature import fit_temperature, sharpen

FOLDS = 6


@dataclass(frozen=True, slots=True, eq=False)
class LeftOutRows:
    """n hands in file order, each read by a network that never saw its source.

    ``probabilities`` (n, k), calibrated by one temperature; ``embeddings`` (n, d); ``targets``
    (n,) int64; ``sources`` (n,) str.
    """

    probabilities: NDArray[np.float64]
    embeddings: NDArray[np.float32]
    targets: NDArray[np.int64]
    sources: NDArray[np.str_]

    def take(self, rows: NDArray[np.integer]) -> LeftOutRows:
        """Return the chosen rows."""
        return LeftOutRows(
            self.probabilities[rows],
            self.embeddings[rows],
            self.targets[rows],
            self.sources[rows],
        )


def left_out_rows(data: Path, cache: Path) -> LeftOutRows:
    """Return the rows of ``cache``; where there is none, train FOLDS networks and write it."""
    if not cache.is_file():
        cache.parent.mkdir(parents=True, exist_ok=True)
        rows = _train(data)
        np.savez(
            cache,
            probabilities=rows.probabilities,
            embeddings=rows.embeddings,
            targets=rows.targets,
            sources=rows.sources,
        )
    with np.load(cache, allow_pickle=False) as archive:
        return LeftOutRows(**{name: archive[name] for name in archive.files})


def _train(data: Path) -> LeftOutRows:
    """Leave a sixth of the measured sources out of each network's training, in turn."""
    from tqdm import tqdm

    from glyphcam.training.asl_landmark_net import LandmarkCourse, train_landmark_net
    from glyphcam.training.asl_rows import read_rows

    rows = read_rows(data / "asl")
    measured = rows.measured_sources()
    parts = []
    for fold in tqdm(range(FOLDS), desc="networks"):
        is_left_out = np.isin(rows.sources, measured[fold::FOLDS])
        net = train_landmark_net(rows.take(~is_left_out), LandmarkCourse())
        parts.append(_read(net, rows.take(is_left_out)))
    probabilities = np.concatenate([part.probabilities for part in parts])
    targets = np.concatenate([part.targets for part in parts])
    return LeftOutRows(
        sharpen(probabilities, fit_temperature(probabilities, targets)),
        np.concatenate([part.embeddings for part in parts]),
        targets,
        np.concatenate([part.sources for part in parts]),
    )


def _read(net: object, rows: object) -> LeftOutRows:
    import tensorflow as tf

    from glyphcam.training.asl_features import features

    logits, embeddings = net(features(tf.constant(rows.landmarks)), training=False)
    return LeftOutRows(
        tf.nn.softmax(tf.cast(logits, tf.float64)).numpy(),
        embeddings.numpy(),
        rows.targets,
        rows.sources,
    )
