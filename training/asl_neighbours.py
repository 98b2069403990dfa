"""Nearest neighbours by cosine in the landmark network's embedding, their votes weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.training.asl_features import Tensor
from glyphcam.training.asl_rows import LABELS, AslRows

PER_CELL = 12
"""Points kept of each letter of each source: frames of one film hardly differ."""

NEIGHBOURS = 15
WIDTH = 0.05
"""How much cosine similarity is worth a factor of e between two votes."""

DOUBT = 0.02
"""The share of a vote that every letter has without any neighbour."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """What is asked for neighbours: ``places`` (m, d) of length one, ``targets`` (m,)."""

    places: NDArray[np.float32]
    targets: NDArray[np.int64]


def spread_rows(rows: AslRows, per_cell: int = PER_CELL) -> NDArray[np.int64]:
    """Return row numbers, at most ``per_cell`` of each letter of each source, evenly spread."""
    cells = np.char.add(rows.sources, np.array(LABELS)[rows.targets])
    kept = []
    for cell in np.unique(cells):
        members = np.flatnonzero(cells == cell)
        count = min(per_cell, len(members))
        kept.append(members[np.linspace(0, len(members) - 1, count).astype(np.int64)])
    return np.sort(np.concatenate(kept))


def points_of(embeddings: NDArray[np.float32], targets: NDArray[np.int64]) -> Points:
    """Return embeddings (m, d) as points, rounded to 16 bit: the file halves."""
    long = np.linalg.norm(embeddings, axis=1, keepdims=True) + 1e-9
    return Points((embeddings / long).astype(np.float16).astype(np.float32), targets)


def vote(embeddings: Tensor, points: Points) -> Tensor:
    """Return probabilities (n, 24) of embeddings (n, d): near points' votes, a doubt for all."""
    unit = embeddings / (tf.norm(embeddings, axis=1, keepdims=True) + 1e-9)
    near = tf.matmul(unit, tf.constant(points.places.T))  # (n, m)
    count = min(NEIGHBOURS, len(points.targets))
    similar, which = tf.math.top_k(near, count)
    letters = tf.gather(tf.one_hot(points.targets, len(LABELS)), which)  # (n, 15, 24)
    weights = tf.nn.softmax(similar / WIDTH, axis=1)
    shares = tf.reduce_sum(weights[..., None] * letters, 1)
    return (shares + DOUBT) / (1 + DOUBT * len(LABELS))
