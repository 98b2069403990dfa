"""The confidence from which on the given answers are as often right as one asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_ANSWERED = 0.1
"""The share of answers that a threshold of less than the wished precision must let through."""


def precision_threshold(
    confidences: NDArray[np.floating], is_right: NDArray[np.bool_], precision: float = 0.95
) -> float:
    """Return the lowest threshold at which at least ``precision`` of the answers given are right.

    Both arrays are (n,) and must come from sources left out of training. Returns 1.0 where no
    threshold is good enough, so that nothing is answered.
    """
    order = np.argsort(-confidences, kind="stable")
    sorted_confidences = confidences[order]
    share_right = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    is_last_of_ties = np.append(sorted_confidences[1:] < sorted_confidences[:-1], True)
    good = np.nonzero((share_right >= precision) & is_last_of_ties)[0]
    return float(sorted_confidences[good[-1]]) if good.size else 1.0


@dataclass(frozen=True, slots=True)
class Sure:
    """From which ``confidence`` an answer counts as sure, and the ``precision`` kept from there."""

    confidence: float
    precision: float


def sure_from(
    confidences: NDArray[np.floating],
    is_right: NDArray[np.bool_],
    precisions: Sequence[float] = (0.95, 0.9, 0.85, 0.8),
) -> Sure:
    """Return the threshold of the first of ``precisions`` that can be kept.

    The first is kept by however few; those after it, which make do with less, only where a tenth
    of the answers are given. Confidence 1.0 where none can: then nothing is surely right.
    """
    for precision in precisions:
        confidence = precision_threshold(confidences, is_right, precision)
        least = LEAST_ANSWERED if precision < precisions[0] else 0.0
        if confidence < 1.0 and coverage(confidences, confidence) >= least:
            return Sure(confidence, precision)
    return Sure(1.0, precisions[0])


def coverage(confidences: NDArray[np.floating], threshold: float) -> float:
    """Return the share of confidences (n,) that are answered at ``threshold``."""
    return float((confidences >= threshold).mean())
