"""What is like a queued reading: its neighbours in training, and the nearest answered items."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np

from glyphcam.calibration.errors import ModelError
from glyphcam.calibration.review_answers import settled
from glyphcam.calibration.review_closeness import distances, looks
from glyphcam.calibration.review_item import QueuedItem, ReviewItem
from glyphcam.calibration.review_query import ANSWERED, Where, of_recogniser
from glyphcam.calibration.review_rows import stacked
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.prediction import Candidate
from glyphcam.models.recognisers import RECOGNISERS

NEIGHBOUR_KINDS = ("landmark-knn", "knn")
"""Kinds whose probabilities are the votes of the nearest training examples, the better first."""

MOST_ANSWERED = 4
LEAST_VOTE = 0.03


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An answered item like the one in question; ``label`` is empty for not a sign."""

    item_id: int
    label: str


class Neighbours:
    """Finds neighbours; the models are opened when first needed. May be used by any thread."""

    def __init__(self) -> None:
        self._networks: dict[str, Network | None] = {}
        self._lock = threading.Lock()

    def kind(self, recogniser: str) -> str:
        """Return the kind whose training examples are asked; empty where there is none."""
        network = self._network(recogniser)
        return "" if network is None else network.stamp.kind

    def votes(self, item: ReviewItem) -> tuple[Candidate, ...]:
        """Return how the nearest training examples vote, three labels at most."""
        network = self._network(item.recogniser)
        if network is None or item.patch_version != PATCH_VERSION:
            return ()
        if network.needs_landmarks and item.landmarks is None:
            return ()
        with self._lock:
            [found] = network.recognise([Observation(item.patch, item.landmarks)])
        return tuple(one for one in found.top(3) if one.probability >= LEAST_VOTE)

    def _network(self, recogniser: str) -> Network | None:
        with self._lock:
            if recogniser not in self._networks:
                self._networks[recogniser] = _open(recogniser)
            return self._networks[recogniser]


def nearest_answered(store: ReviewStore, item: QueuedItem) -> tuple[Neighbour, ...]:
    """Return the answered items that look most like ``item``, the nearest first."""
    others = [
        one
        for one in store.items(of_recogniser(item.item.recogniser, Where(ANSWERED)))
        if one.item_id != item.item_id and settled(one.answers)[0] is not None
    ]
    if not others:
        return ()
    shown = [item, *others]
    all_looks = looks(
        np.array([one.item.patch for one in shown], np.uint8),
        stacked([one.item.landmarks for one in shown]),
    )
    order = np.argsort(distances(all_looks[0], all_looks[1:]), kind="stable")[:MOST_ANSWERED]
    return tuple(Neighbour(others[i].item_id, settled(others[i].answers)[0] or "") for i in order)


def _open(name: str) -> Network | None:
    recogniser = RECOGNISERS.get(name)
    kinds = () if recogniser is None else recogniser.kinds
    kind = next((kind for kind in NEIGHBOUR_KINDS if kind in kinds), None)
    if recogniser is None or kind is None:
        return None
    try:
        return Network.shipped(recogniser, kind)
    except ModelError:  # a shelf without that model: the page does without its neighbours
        return None
