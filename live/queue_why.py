"""Which readings are worth a person's look: doubtful ones of a hand or card that keeps still."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glyphcam.calibration.review_item import Why
from glyphcam.live.hand_shape import hand_shape, shape_change
from glyphcam.live.reading import Reading
from glyphcam.models.hand import Hand, Landmarks
from glyphcam.models.prediction import Prediction

CLOSE = 0.2
"""A second label nearer to the first than this could have been meant."""

HELD_S = 0.4
"""So long a hand must have kept its shape: between two letters there is nothing to learn, and the
steadied answer follows within a third of a second."""

STILL = 0.15
"""A shape nearer than this to what it was is kept, see hand_shape.py."""

LookAlikes = Sequence[tuple[str, str]]
"""Pairs of labels that nobody can tell apart by themselves, such as O and 0."""


def why_look(
    raw: Prediction, steady: Prediction | None, look_alikes: LookAlikes = ()
) -> tuple[Why, ...]:
    """Return why one answer is doubtful by itself; none where it is not."""
    is_other = steady is not None and steady.label != raw.label
    reasons = {
        Why.UNSURE: raw.is_unsure,
        Why.CLOSE: margin(raw, look_alikes) < CLOSE,
        Why.STEADY: is_other,
    }
    return tuple(why for why, is_so in reasons.items() if is_so)


def margin(prediction: Prediction, look_alikes: LookAlikes = ()) -> float:
    """Return by how much the likeliest label leads the next that it can be told apart from."""
    best = prediction.label
    twins = {best, *(a if b == best else b for a, b in look_alikes if best in (a, b))}
    rest = [
        float(p)
        for label, p in zip(prediction.labels, prediction.probabilities, strict=True)
        if label not in twins
    ]
    return prediction.confidence - max(rest, default=0.0)


def why_look_at_card(reading: Reading, look_alikes: LookAlikes) -> tuple[Why, ...]:
    """Return the reasons of all glyphs of a card together."""
    found = {why for one in reading.glyphs for why in why_look(one.prediction, None, look_alikes)}
    return tuple(why for why in Why if why in found)


class HeldWatch:
    """Tells whether a hand has kept its shape for a while; one call a frame."""

    def __init__(self) -> None:
        self._shape: Landmarks | None = None
        self._since_s = -np.inf

    def is_held(self, hand: Hand | None, seconds: float) -> bool:
        """Whether the hand has been as it is for ``HELD_S``; a clock that goes back begins anew."""
        if hand is None:
            self._shape = None
            return False
        shape = hand_shape(hand)
        is_new = self._shape is None or shape_change(shape, self._shape) >= STILL
        if is_new or seconds < self._since_s:
            self._shape, self._since_s = shape, seconds
        return seconds - self._since_s >= HELD_S
