"""Which items help most: those the model doubts, unlike what was asked already.

The order is greedy: again and again the item with the largest doubt times its distance to all that
was taken or answered before it. So ten pictures of one doubtful letter do not fill the first page.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.review_closeness import Looks, distances
from glyphcam.calibration.review_item import ReviewItem, Why

FAR = 4.0
"""From this distance on being farther makes an item no more useful."""

LEAST_DOUBT = {Why.KINDS: 0.8, Why.STEADY: 0.6, Why.NOVEL: 0.6, Why.ASKED: 1.0}
"""A model that is sure of itself is doubted so far for other reasons than its own."""


def doubt_of(item: ReviewItem) -> float:
    """Return 0 to 1: one less the margin of the best label over the next, or what ``why`` says."""
    best = np.sort(item.probabilities)[-2:]
    margin = float(best[-1] - best[0]) if len(best) == 2 else float(best[-1])
    return max([1.0 - margin, *(LEAST_DOUBT.get(why, 0.0) for why in item.why)])


def most_useful(
    doubts: NDArray[np.floating], looks: Looks, seen: Looks, count: int
) -> NDArray[np.intp]:
    """Return the rows of the ``count`` most useful items, the most useful first.

    ``doubts`` (n,) and ``looks`` (n, d) are of the items, ``seen`` (m, d) of what was answered.
    """
    gap = np.full(len(looks), np.inf, np.float32)
    for look in seen:
        np.minimum(gap, distances(look, looks), out=gap)
    left = np.ones(len(looks), np.bool_)
    order: list[int] = []
    for _ in range(min(count, len(looks))):
        worth = np.where(left, doubts * np.minimum(gap, FAR), -1.0)
        best = int(worth.argmax())
        order.append(best)
        left[best] = False
        np.minimum(gap, distances(looks[best], looks), out=gap)
    return np.array(order, np.intp)
