"""Nearest pictures by distance of their pixels, or of fewer numbers made of them, in blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """For each of m rows its k nearest points: ``rows`` (m, k) and ``distances`` (m, k)."""

    rows: NDArray[np.intp]
    distances: NDArray[np.float32]


def nearest(
    points: NDArray[np.float32],
    asked: NDArray[np.float32],
    count: int,
    point_groups: NDArray[np.int64] | None = None,
    asked_groups: NDArray[np.int64] | None = None,
) -> Neighbours:
    """Return the ``count`` nearest of ``points`` (n, d) to each of ``asked`` (m, d), nearest first.

    With groups a point of the asked row's own group is no neighbour of it (distance infinite).
    """
    count = min(count, len(points))
    squares = (points**2).sum(axis=1)
    rows, distances = [], []
    for start in range(0, len(asked), _BLOCK):
        some = asked[start : start + _BLOCK]
        gaps = squares - 2 * some @ points.T + (some**2).sum(axis=1, keepdims=True)
        if point_groups is not None and asked_groups is not None:
            gaps[asked_groups[start : start + _BLOCK, None] == point_groups[None]] = np.inf
        first = np.argpartition(gaps, count - 1, axis=1)[:, :count]
        order = np.take_along_axis(gaps, first, axis=1).argsort(axis=1, kind="stable")
        chosen = np.take_along_axis(first, order, axis=1)
        rows.append(chosen)
        distances.append(np.sqrt(np.maximum(np.take_along_axis(gaps, chosen, axis=1), 0)))
    return Neighbours(np.concatenate(rows), np.concatenate(distances).astype(np.float32))


def pixels(patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return patches (n, 28, 28) uint8 as rows (n, 784) float32, 0 to 1."""
    return patches.reshape(len(patches), -1).astype(np.float32) / np.float32(255)


def condensed(rows: NDArray[np.float32], size: int = 40) -> NDArray[np.float32]:
    """Return rows (n, d) along the ``size`` directions in which they vary most (PCA)."""
    centred = rows - rows.mean(axis=0)
    spread = centred.T @ centred
    directions = np.linalg.eigh(spread)[1][:, ::-1][:, :size]
    return np.asarray(centred @ directions, np.float32)
