"""Conformal sets: the one to three candidates that hold the truth as often as promised.

The set holds the likeliest labels until the sum of their probabilities reaches a limit; the limit
is the quantile, on people never seen in training, of the sum at which the truth came in (adaptive
prediction sets: Romano, Sesia and Candes, "Classification with Valid and Adaptive Coverage", 2020).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST = 3
"""More than three candidates help nobody: a set that would need more says it does not know."""


def sums_above_truth(
    probabilities: NDArray[np.floating], targets: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Return (n,) the probability of the labels likelier than the true one.

    The true label is in the set exactly if this sum is below the limit.
    """
    true = probabilities[np.arange(len(targets)), targets][:, None]
    return np.where(probabilities > true, probabilities, 0.0).sum(axis=1, dtype=np.float64)


def set_limit(
    probabilities: NDArray[np.floating], targets: NDArray[np.integer], coverage: float = 0.95
) -> float:
    """Return the limit at which sets hold the truth in at least ``coverage`` of new cases.

    ``probabilities`` (n, k) on sources left out of training. 1.0, which lets every label in,
    where n is too small to promise it.
    """
    count = len(targets)
    rank = int(np.ceil((count + 1) * coverage))
    if rank > count:
        return 1.0
    limit = np.sort(sums_above_truth(probabilities, targets))[rank - 1]
    return float(np.nextafter(limit, np.inf))


def set_sizes(probabilities: NDArray[np.floating], limit: float) -> NDArray[np.int64]:
    """Return (n,) how many of the likeliest labels the set of each row (n, k) holds, at least 1."""
    descending = -np.sort(-probabilities, axis=1).astype(np.float64)
    before = np.cumsum(descending, axis=1) - descending  # what is likelier than each label
    sizes: NDArray[np.int64] = np.maximum((before < limit).sum(axis=1), 1)
    return sizes


def holds_truth(
    probabilities: NDArray[np.floating], targets: NDArray[np.integer], limit: float
) -> NDArray[np.bool_]:
    """Return (n,) whether the set of each row holds its true label."""
    is_likeliest = probabilities.argmax(axis=1) == targets
    return is_likeliest | (sums_above_truth(probabilities, targets) < limit)
