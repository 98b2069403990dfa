"""Which of the hands in view is the signing one, and whether a hand is still the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import prominence

_REACH, _REACH_PER_S = 1.0, 4.0
_GROWTH = 3.0
_LOW_SHARE = 0.8
_CERTAIN = 0.9


def signing_hand(hands: Sequence[Hand], height: int) -> Hand | None:
    """Return the hand most likely to sign: large means near, high in the picture means raised.

    The same hand counts half as much at the lower edge of the picture as at the upper one.
    """
    return max(hands, key=lambda hand: _signs(hand, height), default=None)


def continued(last: Hand, hands: Sequence[Hand], lost_s: float) -> Hand | None:
    """Return that of ``hands`` which is ``last`` again after ``lost_s`` seconds, or None.

    It lies within one hand's size of where it was, four more for each second, is at most three
    times as large or as small, and not surely the other side's: another person's hand will not do.
    """
    reach = _REACH + _REACH_PER_S * lost_s
    near = [hand for hand in hands if _gap(last, hand) < reach and _is_alike(last, hand)]
    return min(near, key=lambda hand: _gap(last, hand), default=None)


def is_resting(hand: Hand, height: int) -> bool:
    """Return whether the middle of the hand is in the lowest fifth of the picture, as in a lap."""
    return float(middle(hand)[1]) > _LOW_SHARE * height


def middle(hand: Hand) -> NDArray[np.float32]:
    """Return the middle of the hand's box, (2,) float32 px."""
    points = hand.landmarks[:, :2]
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2, np.float32)


def hand_size(hand: Hand) -> float:
    """Return the longer side of the hand's box in pixels, at least 1."""
    return max(1.0, float(np.ptp(hand.landmarks[:, :2], axis=0).max()))


def _signs(hand: Hand, height: int) -> float:
    lowness = float(np.clip(middle(hand)[1] / height, 0, 1))
    return prominence(hand) * (1 - 0.5 * lowness)


def _gap(last: Hand, hand: Hand) -> float:
    return float(np.linalg.norm(middle(hand) - middle(last))) / hand_size(last)


def _is_alike(last: Hand, hand: Hand) -> bool:
    is_of_size = 1 / _GROWTH <= hand_size(hand) / hand_size(last) <= _GROWTH
    rights = sorted((last.right, hand.right))
    is_other_side = rights[0] < 1 - _CERTAIN and rights[1] > _CERTAIN
    return is_of_size and not is_other_side
