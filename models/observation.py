"""What a network is shown of one region: a patch and, for a hand, its landmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand, Landmarks
from glyphcam.models.patch import Patch, cut, hand_square, to_patch
from glyphcam.models.recognisers import Crop


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """``patch`` (28, 28) uint8; ``landmarks`` (21, 3) float32 of a right hand, or None."""

    patch: Patch
    landmarks: Landmarks | None = None


def observe_hand(image: NDArray[np.uint8], hand: Hand) -> Observation:
    """Return what the networks see of ``hand`` in ``image`` (h, w[, 3]) uint8 BGR or grey.

    A left hand is mirrored, patch and landmarks both, so that a network only ever meets right
    hands. Landmarks are pixels from the wrist; scaling them is the graph's work.
    """
    square = cut(image, hand_square(hand.landmarks))
    patch = to_patch(square if hand.is_right else square[:, ::-1], Crop.HAND)
    return Observation(patch, right_handed(hand))


def right_handed(hand: Hand) -> Landmarks:
    """Return landmarks (21, 3) float32 from the wrist, a left hand's mirrored."""
    points = hand.landmarks - hand.landmarks[0]
    return points if hand.is_right else points * np.array([-1, 1, 1], np.float32)
