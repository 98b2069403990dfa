"""Why a model answers as it does: what it saw, what it looked at, and what it found alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import PictureError
from glyphcam.live.card_finder import THOROUGH, find_cards
from glyphcam.live.frame import Picture
from glyphcam.live.glyph_shape import shape_of
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.web_known import Alike, known_of, nearest
from glyphcam.models.hand_finder import HandFinder
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.occlusion import occlusion_map
from glyphcam.models.patch import Patch, cut, to_patch
from glyphcam.models.polarity import light_ink, light_item
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop, Recogniser, recogniser_named

FOR, AGAINST = (119, 158, 27), (2, 95, 217)
"""Green-blue and orange, BGR: told apart by those who cannot tell red from green."""

_SIDE = 336


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """``weights`` (28, 28) float32, above 0 where a pixel speaks for the answer."""

    observation: Observation
    prediction: Prediction
    weights: NDArray[np.float32]
    alike: tuple[Alike, ...] = ()


def explain(network: Network, image: Picture, data: Path | None) -> Why:
    """Return why ``network`` answers as it does to a picture (h, w, 3) uint8 BGR.

    PictureError where there is nothing to read; ``data`` is the folder of training sets, if any.
    """
    observation = observe(image, recogniser_named(network.stamp.recogniser))
    [prediction] = network.recognise([observation])
    column = int(prediction.probabilities.argmax())
    weights = occlusion_map(network, observation, column)
    alike = () if data is None else nearest(known_of(data, network), network, observation)
    return Why(observation, prediction, weights, alike)


def observe(image: Picture, recogniser: Recogniser) -> Observation:
    """Return what a network sees of a picture; PictureError where there is nothing to see."""
    if recogniser.crop is Crop.HAND:
        hands = HandFinder().find(image, is_thorough=True)
        if not hands:
            raise PictureError("no hand was found: show the whole hand, not cut off")
        return observe_hand(image, hands[0])
    light = light_item(image) if recogniser.crop is Crop.ITEM else _light_glyph(image, recogniser)
    patch = to_patch(light, recogniser.crop)
    if not patch.any():
        raise PictureError("the picture is empty: nothing stands out from its ground")
    return Observation(patch)


def _light_glyph(image: Picture, recogniser: Recogniser) -> NDArray[np.uint8]:
    """Return the first glyph of a card as light ink, or else the whole picture as one glyph.

    It is the very crop that was read; where the card had to be turned, one cut from the picture.
    """
    glyphs = open_reader(ReaderChoice(recogniser.name)).read_picture(image).glyphs
    if not glyphs:
        return light_ink(image)
    quad = glyphs[0].quad
    for card in find_cards(image, replace(THOROUGH, shape=shape_of(recogniser.name))):
        boxes = np.array([one.box for one in card.layout.proposals], np.float32).reshape(-1, 4)
        corners = card.sheet.in_picture(boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]].reshape(-1, 2))
        gaps = np.abs(corners.reshape(-1, 4, 2) - quad).max(axis=(1, 2), initial=0.0)
        if len(gaps) and gaps.min() < 1.0:
            return card.layout.crops[int(gaps.argmin())]
    return light_ink(cut(image, quad, 96))


def picture_of(why: Why) -> Picture:
    """Return what the model saw and, beside it, what it looked at: (336, 688, 3) uint8 BGR."""
    seen = cv2.cvtColor(_large(why.observation.patch), cv2.COLOR_GRAY2BGR)
    gap = np.full((_SIDE, 16, 3), 255, np.uint8)
    return np.hstack([seen, gap, _heat(why, seen)])


def _heat(why: Why, seen: Picture) -> Picture:
    """Return the patch, dimmed, under the colours of what speaks for the answer and against it."""
    reach = max(float(np.abs(why.weights).max()), 1e-6)
    share = cv2.resize(why.weights / reach, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR)
    ground = seen.astype(np.float32) * 0.55
    colour = np.where(share[..., None] > 0, FOR, AGAINST).astype(np.float32)
    cover = np.abs(share)[..., None] ** 0.7 * 0.85
    return np.clip(ground * (1 - cover) + colour * cover, 0, 255).astype(np.uint8)


def _large(patch: Patch) -> NDArray[np.uint8]:
    return cv2.resize(patch, (_SIDE, _SIDE), interpolation=cv2.INTER_NEAREST)
