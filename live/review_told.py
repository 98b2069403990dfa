"""What the review page is told, as JSON objects."""

from __future__ import annotations

import base64
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from glyphcam.calibration.review_agreement import Agreement
from glyphcam.calibration.review_item import Filters, QueuedItem
from glyphcam.calibration.review_query import of_recogniser, where_of
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.frame import Picture
from glyphcam.live.review_film import Strip
from glyphcam.models.recognisers import RECOGNISERS

TOP = 5

PATCH_TIMES = 8
"""A patch is shown so many times its size."""


def item_told(queued: QueuedItem) -> dict[str, Any]:
    """Return one item; what other reviewers said stays unsaid, so that they do not sway."""
    item = queued.item
    order = np.argsort(-item.probabilities, kind="stable")[:TOP]
    return {
        "id": queued.item_id,
        "recogniser": item.recogniser,
        "label": item.label,
        "labels": item.labels,
        "top": [[item.labels[i], round(float(item.probabilities[i]), 4)] for i in order],
        "unsure": item.confidence < item.threshold,
        "why": [why.value for why in item.why],
        "place": place_of(item.source),
        "seconds": item.seconds,
        "kind": item.kind,
        "has_picture": queued.has_picture,
        "has_film": bool(item.film) and Path(item.film).exists(),
    }


def state_told(
    store: ReviewStore, filters: Filters, reviewer: str, *, can_end: bool
) -> dict[str, Any]:
    """Return what there is to choose from, how much waits, and how far reviewers agree."""
    name = filters.recogniser or most_waiting(store)
    filters = replace(filters, recogniser=name, reviewer=reviewer)
    return {
        "reviewer": reviewer,
        "recogniser": name,
        "recognisers": [_recogniser_told(store, one, filters) for one in RECOGNISERS],
        "sources": [
            {"source": source, "place": place_of(source)}
            for source in store.sources(of_recogniser(name))
        ],
        "left": store.count(where_of(filters)),
        "answered": store.counts(name).answered,
        "everything": store.count(),
        "agreements": [agreement_told(one) for one in store.agreements(name)],
        "can_end": can_end,
    }


def most_waiting(store: ReviewStore) -> str:
    """Return the recogniser of which most waits."""
    counts = Counter({name: store.counts(name).waiting for name in RECOGNISERS})
    return counts.most_common(1)[0][0]


def agreement_told(one: Agreement) -> dict[str, Any]:
    """Return how far two reviewers agree."""
    return {
        "first": one.first,
        "second": one.second,
        "items": one.items,
        "agreed": one.agreed,
        "percent": one.percent,
        "kappa": one.kappa,
    }


def strip_told(strip: Strip | None) -> dict[str, Any]:
    """Return a film strip as pictures in the text itself; empty where there is none."""
    if strip is None:
        return {"frames": [], "at": 0}
    return {"frames": [_data_url(picture) for picture in strip.pictures], "at": strip.at}


def patch_png(queued: QueuedItem) -> bytes:
    """Return the patch as a PNG, each dot a square."""
    large = np.kron(queued.item.patch, np.ones((PATCH_TIMES, PATCH_TIMES), np.uint8))
    _, png = cv2.imencode(".png", large)
    return np.asarray(png).tobytes()


def place_of(source: str) -> str:
    """Return a source as a person calls it: a film by its name, without its folders."""
    return Path(source).name if "/" in source or "\\" in source else source


def _recogniser_told(store: ReviewStore, name: str, filters: Filters) -> dict[str, Any]:
    recogniser = RECOGNISERS[name]
    waiting = Filters(
        recogniser=name, reviewer=filters.reviewer, is_second_look=filters.is_second_look
    )
    return {
        "name": name,
        "title": recogniser.title,
        "labels": recogniser.labels,
        "waiting": store.count(where_of(waiting)),
    }


def _data_url(picture: Picture) -> str:
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return f"data:image/jpeg;base64,{base64.b64encode(np.asarray(jpeg).tobytes()).decode()}"
