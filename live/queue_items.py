"""From a sight to the items of the queue: one of a hand or a piece of clothing, some of a card."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from glyphcam.calibration.review_item import ReviewItem, Why
from glyphcam.live.item_finder import find_item
from glyphcam.live.queue_glyphs import glyphs_of
from glyphcam.live.queue_models import QueueModel
from glyphcam.live.queue_sight import Sight, brightness_of, crop_jpeg
from glyphcam.live.queue_why import why_look
from glyphcam.live.reading import Quad
from glyphcam.models.hand import Hand
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.patch import PATCH_VERSION, to_patch
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop
from glyphcam.models.training_reference import TrainingReference

HAND_PADDING, GLYPH_PADDING, ITEM_PADDING = 0.45, 0.6, 0.1
"""How much of what is round it a person is shown, of its longer side."""

MIRROR = np.array([-1, 1, 1], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """One thing in a sight, as a network saw it."""

    observation: Observation
    prediction: Prediction
    quad: Quad
    padding: float
    why: tuple[Why, ...]
    hand: Hand | None = None


def items_of(
    sight: Sight,
    model: QueueModel,
    source: str,
    reference: Mapping[str, TrainingReference],
    now_s: float | None = None,
) -> Iterator[ReviewItem]:
    """Yield what of a sight deserves a look; a spot check only what the closer look doubts."""
    for seen in _seen(sight, model):
        why = (*seen.why, *_closer_look(seen, model, reference.get(model.recogniser.name)))
        if why:
            yield _item(sight, model, source, seen, why, time.time() if now_s is None else now_s)


def _seen(sight: Sight, model: QueueModel) -> Iterator[_Seen]:
    if model.recogniser.crop is Crop.HAND:
        yield from _seen_hand(sight)
    elif model.recogniser.crop is Crop.ITEM:
        yield from _seen_item(sight)
    else:
        for glyph in glyphs_of(sight.image, model.network):
            why = why_look(glyph.prediction, None, model.recogniser.look_alikes)
            yield _Seen(glyph.observation, glyph.prediction, glyph.quad, GLYPH_PADDING, why)


def _seen_hand(sight: Sight) -> Iterator[_Seen]:
    region, raw = sight.reading.region, sight.reading.raw
    if region is not None and region.hand is not None and raw is not None:
        observation = observe_hand(sight.image, region.hand)
        yield _Seen(observation, raw, region.quad, HAND_PADDING, sight.why, region.hand)


def _seen_item(sight: Sight) -> Iterator[_Seen]:
    item, raw = find_item(sight.image), sight.reading.raw
    if item is not None and raw is not None:
        observation = Observation(to_patch(item.gray, Crop.ITEM))
        yield _Seen(observation, raw, item.quad, ITEM_PADDING, sight.why)


def _closer_look(
    seen: _Seen, model: QueueModel, reference: TrainingReference | None
) -> Iterator[Why]:
    """Ask the second kind, and how far it is from all that was trained on."""
    if model.second is not None:
        [second] = model.second.recognise([seen.observation])
        first = seen.prediction.label
        twins = {frozenset(pair) for pair in model.recogniser.look_alikes}
        is_other = second.label != first and frozenset((first, second.label)) not in twins
        if is_other and not second.is_unsure:
            yield Why.KINDS
    if reference is not None and reference.is_novel(seen.observation):
        yield Why.NOVEL


def _item(
    sight: Sight, model: QueueModel, source: str, seen: _Seen, why: tuple[Why, ...], now_s: float
) -> ReviewItem:
    hand = seen.hand
    return ReviewItem(
        recogniser=model.recogniser.name,
        kind=model.kind,
        model_sha256=model.sha256,
        labels=seen.prediction.labels,
        probabilities=seen.prediction.probabilities,
        threshold=seen.prediction.threshold,
        patch=seen.observation.patch,
        patch_version=PATCH_VERSION,
        why=why,
        source=source,
        seconds=sight.seconds,
        created=now_s,
        landmarks=seen.observation.landmarks,
        world=None if hand is None else (hand.world if hand.is_right else hand.world * MIRROR),
        film=sight.film,
        frame=sight.frame,
        brightness=brightness_of(sight.image, seen.quad),
        hand_px=0.0 if hand is None else float(np.ptp(hand.landmarks[:, :2], axis=0).max()),
        picture=crop_jpeg(sight.image, seen.quad, seen.padding),
    )
