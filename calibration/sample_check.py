"""Catch a wrong sample before it is stored: one that looks like another enrolled letter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.neighbours import Embeddings, nearest_of_each, unit

OTHER_CLOSER_BY = 0.2
"""With a sample of its own letter enrolled: of 22 unseen sources' samples 0.6 % of the right ones
are refused at this, 98.9 % of the wrong ones caught (benchmarks/enrol.json)."""

LIKE_ANOTHER_FROM = 0.8
"""The first sample of a letter is refused from this similarity to another letter's on..."""

OTHER_LIKELIER_BY = 5.0
"""...if the base model, too, finds the other so much likelier: 1.5 % refused, 95 % caught."""


def confused_with(
    probabilities: NDArray[np.floating],
    embedding: NDArray[np.floating],
    target: int,
    enrolled: Embeddings,
    enrolled_targets: NDArray[np.int64],
) -> int | None:
    """Return the other enrolled label (a column) that a new sample looks like, or None.

    ``probabilities`` (k,) and ``embedding`` (d,) are the sample's, ``target`` the label it is
    meant for, ``enrolled`` (m, d) and ``enrolled_targets`` (m,) what is enrolled already.
    """
    if not len(enrolled):
        return None
    similarity = unit(embedding[None]) @ unit(enrolled).T  # (1, m)
    nearest = nearest_of_each(similarity, enrolled_targets, len(probabilities))[0]
    own = nearest[target]
    nearest[target] = -np.inf
    other = int(nearest.argmax())
    gain = probabilities[other] / max(float(probabilities[target]), 1e-9)
    if np.isfinite(own):
        is_other = nearest[other] - own > OTHER_CLOSER_BY and gain >= 1.0
    else:
        is_other = nearest[other] > LIKE_ANOTHER_FROM and gain > OTHER_LIKELIER_BY
    return other if is_other else None
