"""How far confidence and truth lie apart: reliability bins, ECE and the Brier score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers whose confidence lies in [low, high): how many, how sure, how often right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability_bins(
    confidences: NDArray[np.floating], is_right: NDArray[np.bool_], bins: int = 15
) -> tuple[ReliabilityBin, ...]:
    """Return the filled bins of equal width over 0..1; both arrays are (n,)."""
    edges = np.linspace(0.0, 1.0, bins + 1)
    place = np.clip(np.digitize(confidences, edges) - 1, 0, bins - 1)
    return tuple(
        ReliabilityBin(
            low=float(edges[b]),
            high=float(edges[b + 1]),
            count=int((place == b).sum()),
            confidence=float(confidences[place == b].mean()),
            accuracy=float(is_right[place == b].mean()),
        )
        for b in range(bins)
        if (place == b).any()
    )


def expected_calibration_error(
    probabilities: NDArray[np.floating], targets: NDArray[np.integer], bins: int = 15
) -> float:
    """Return the mean gap between confidence and accuracy, weighted by bin; 0 is honest."""
    is_right = probabilities.argmax(axis=1) == targets
    filled = reliability_bins(probabilities.max(axis=1), is_right, bins)
    return sum(b.count * abs(b.confidence - b.accuracy) for b in filled) / max(len(targets), 1)


def brier_score(probabilities: NDArray[np.floating], targets: NDArray[np.integer]) -> float:
    """Return the mean squared distance (0..2) of probabilities (n, k) from the one-hot truth."""
    truth = np.eye(probabilities.shape[1])[targets]
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())
