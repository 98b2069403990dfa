"""The confidence from which on the given answers are as often right as one asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


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


def coverage(confidences: NDArray[np.floating], threshold: float) -> float:
    """Return the share of confidences (n,) that are answered at ``threshold``."""
    return float((confidences >= threshold).mean())
