"""A reading as a row of the queue's table, and back."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.review_item import Answer, ReviewItem, Verdict, Why

COLUMNS = (
    "uid", "recogniser", "kind", "model_sha256", "labels", "probabilities", "threshold", "label",
    "confidence", "patch", "patch_version", "landmarks", "world", "why", "source", "seconds",
    "brightness", "created", "film", "frame", "hand_px",
)  # fmt: skip
"""In the order of ``row_of``."""


def row_of(item: ReviewItem) -> tuple[Any, ...]:
    """Return an item as its row, the picture left out."""
    return (
        item.uid,
        item.recogniser,
        item.kind,
        item.model_sha256,
        json.dumps(item.labels, ensure_ascii=False),
        item.probabilities.astype("<f4").tobytes(),
        item.threshold,
        item.label,
        item.confidence,
        np.ascontiguousarray(item.patch).tobytes(),
        item.patch_version,
        _blob(item.landmarks),
        _blob(item.world),
        ",".join(why.name for why in item.why),
        item.source,
        item.seconds,
        item.brightness,
        item.created,
        item.film,
        item.frame,
        item.hand_px,
    )


def item_of(row: sqlite3.Row) -> ReviewItem:
    """Return a row as an item without its picture."""
    return ReviewItem(
        recogniser=row["recogniser"],
        kind=row["kind"],
        model_sha256=row["model_sha256"],
        labels=tuple(json.loads(row["labels"])),
        probabilities=np.frombuffer(row["probabilities"], "<f4"),
        threshold=row["threshold"],
        patch=patch_of(row["patch"]),
        patch_version=row["patch_version"],
        why=tuple(Why[name] for name in row["why"].split(",") if name),
        source=row["source"],
        seconds=row["seconds"],
        created=row["created"],
        landmarks=points_of(row["landmarks"]),
        world=points_of(row["world"]),
        film=row["film"],
        frame=row["frame"],
        brightness=row["brightness"],
        hand_px=row["hand_px"],
    )


def answer_of(row: sqlite3.Row) -> Answer:
    """Return a row of the answers' table."""
    return Answer(row["reviewer"], Verdict[row["verdict"]], row["label"], row["answered"])


def patch_of(blob: bytes) -> NDArray[np.uint8]:
    """Return a patch (28, 28) uint8."""
    return np.frombuffer(blob, np.uint8).reshape(28, 28)


def points_of(blob: bytes | None) -> NDArray[np.float32] | None:
    """Return 21 points (21, 3) float32, None for none."""
    return None if blob is None else np.frombuffer(blob, "<f4").reshape(21, 3)


def stacked(
    points: list[NDArray[np.float32] | None],
) -> NDArray[np.float32] | None:
    """Return (n, 21, 3) float32 with NaN for None; None where there are no points at all."""
    if all(one is None for one in points):
        return None
    blank = np.full((21, 3), np.nan, np.float32)
    return np.stack([blank if one is None else one for one in points]).astype(np.float32)


def _blob(points: NDArray[np.float32] | None) -> bytes | None:
    return None if points is None else points.astype("<f4").tobytes()
