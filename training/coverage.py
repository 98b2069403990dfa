"""Coverage against accuracy: how many are right when only the surest are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHARES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """Answering the surest ``coverage`` of pictures: the share right and the least confidence."""

    coverage: float
    accuracy: float
    confidence: float


def coverage_curve(
    probabilities: NDArray[np.float32],
    targets: NDArray[np.int64],
    shares: Sequence[float] = SHARES,
) -> tuple[CoveragePoint, ...]:
    """Return a point for each share; none where there are no answers."""
    if not len(targets):
        return ()
    confidences = probabilities.max(axis=1)
    order = np.argsort(-confidences, kind="stable")
    is_right = (probabilities.argmax(axis=1) == targets)[order]
    counts = [max(1, round(share * len(targets))) for share in shares]
    return tuple(
        CoveragePoint(share, float(is_right[:n].mean()), float(confidences[order[n - 1]]))
        for share, n in zip(shares, counts, strict=True)
    )
