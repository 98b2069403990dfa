"""How a picture of a data set becomes an observation: one way for each crop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from glyphcam.models.hand import Hand, Landmarks
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.patch import Picture, to_patch
from glyphcam.models.polarity import grey, is_dark_on_light, light_ink, light_item
from glyphcam.models.recognisers import Crop
from glyphcam.training.dataset import RawSet

SMALL_SIDE = 48
"""Arrays and pictures of hands smaller than this are crops already, brought to one form."""

_SAMPLE = 500

Look = Callable[[int], Observation | None]
"""A picture's row to its observation, or None where there is nothing to read in it."""


def look_of(crop: Crop, raw: RawSet) -> Look:
    """Return how the pictures of ``raw`` are looked at; ``raw`` has at least one."""
    return _LOOKS[crop](raw)


def _ink_look(raw: RawSet) -> Look:
    ground = _turn_over(raw) if _are_small_arrays(raw) else light_ink
    return lambda row: Observation(to_patch(ground(raw.pictures[row]), Crop.INK))


def _item_look(raw: RawSet) -> Look:
    ground = _turn_over(raw) if _are_small_arrays(raw) else light_item
    return lambda row: Observation(to_patch(ground(raw.pictures[row]), Crop.ITEM))


def _hand_look(raw: RawSet) -> Look:
    if raw.hands is not None:
        hands = raw.hands
        return lambda row: observe_hand(raw.pictures[row], hands[row])
    if _are_small_arrays(raw):
        return lambda row: Observation(to_patch(raw.pictures[row], Crop.HAND), _points(raw, row))
    finder = HandFinder()
    return lambda row: _find_hand(finder, raw.pictures[row])


def _points(raw: RawSet, row: int) -> Landmarks | None:
    return None if raw.landmarks is None else raw.landmarks[row] - raw.landmarks[row, 0]


def _find_hand(finder: HandFinder, picture: Picture) -> Observation | None:
    if min(picture.shape[:2]) < SMALL_SIDE:
        return Observation(to_patch(picture, Crop.HAND))
    hands = finder.find(picture, is_thorough=True)
    return observe_hand(picture, max(hands, key=_weight)) if hands else None


def _weight(hand: Hand) -> float:
    return float(np.ptp(hand.landmarks[:, :2], axis=0).max()) * hand.score


def _are_small_arrays(raw: RawSet) -> bool:
    return isinstance(raw.pictures, np.ndarray) and max(raw.pictures.shape[1:3]) < SMALL_SIDE


def _turn_over(raw: RawSet) -> Callable[[Picture], Picture]:
    """One set has one way round: turn all its pictures over where most are dark on light."""
    count = len(raw.pictures)
    some = np.unique(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int))
    are_dark = [is_dark_on_light(grey(raw.pictures[int(row)])) for row in some]
    if np.mean(are_dark) > 0.5:
        return lambda picture: np.asarray(255 - grey(picture), np.uint8)
    return grey


_LOOKS: Mapping[Crop, Callable[[RawSet], Look]] = MappingProxyType(
    {Crop.INK: _ink_look, Crop.ITEM: _item_look, Crop.HAND: _hand_look}
)
