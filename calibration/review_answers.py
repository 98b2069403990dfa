"""What the answers come to: a data set of corrections, and how far reviewers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from glyphcam.calibration.review_agreement import Agreement, agreement
from glyphcam.calibration.review_item import Answer, Corrections, QueuedItem, Verdict
from glyphcam.calibration.review_rows import stacked


def corrections_of(
    recogniser: str, items: Sequence[QueuedItem], has_not_a_sign: bool = False
) -> Corrections:
    """Return the items whose reviewers have a majority, with what it says."""
    said = [(one, *settled(one.answers)) for one in items]
    kept = [
        (one, label, share)
        for one, label, share in said
        if label is not None and (label or has_not_a_sign)
    ]
    rows = [one for one, _, _ in kept]
    return Corrections(
        recogniser=recogniser,
        patches=np.array([one.item.patch for one in rows], np.uint8).reshape(-1, 28, 28),
        landmarks=stacked([one.item.landmarks for one in rows]),
        world=stacked([one.item.world for one in rows]),
        labels=np.array([label for _, label, _ in kept], dtype=str),
        sources=np.array([one.item.source for one in rows], dtype=str),
        weights=np.array([share for _, _, share in kept], np.float32),
        guesses=np.array([one.item.label for one in rows], dtype=str),
        item_ids=np.array([one.item_id for one in rows], np.int64),
    )


def settled(answers: Sequence[Answer]) -> tuple[str | None, float]:
    """Return what most say ("" for not a sign) and their share; None and 0 without a majority."""
    votes = Counter(one.label for one in answers if one.verdict is not Verdict.SKIP)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None, 0.0
    return ranked[0][0], ranked[0][1] / votes.total()


def agreements(items: Sequence[QueuedItem]) -> tuple[Agreement, ...]:
    """Return the agreement of every two reviewers who answered at least one item both."""
    said = {
        one.item_id: {a.reviewer: a.label for a in one.answers if a.verdict is not Verdict.SKIP}
        for one in items
    }
    names = sorted({name for by in said.values() for name in by})
    found = []
    for first, second in combinations(names, 2):
        both = [by for by in said.values() if first in by and second in by]
        if both:
            found.append(
                agreement(first, second, [by[first] for by in both], [by[second] for by in both])
            )
    return tuple(found)
