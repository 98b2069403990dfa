"""Answers as JSON: predictions of patches, columns for programs of ours, rows for MLflow's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from glyphcam.live.serve_shelf import ServedModel

TOP = 5
"""How many of the likeliest labels are told."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """One entry a patch in each; ``top`` holds pairs of label and probability."""

    labels: list[str]
    confidences: list[float]
    unsure: list[bool]
    top: list[list[list[str | float]]]


def columns_answer(model: ServedModel, rows: NDArray[np.float32]) -> bytes:
    """Return the JSON of /predict/patch for probabilities (n, k): one list a column."""
    told = _columns(model, rows)
    return orjson.dumps(
        {
            **_facts(model),
            "labels": told.labels,
            "confidences": told.confidences,
            "unsure": told.unsure,
            "top": told.top,
        }
    )


def records_answer(model: ServedModel, rows: NDArray[np.float32]) -> bytes:
    """Return the JSON of /invocations for probabilities (n, k): one object a patch."""
    told = _columns(model, rows)
    entries = zip(told.labels, told.confidences, told.unsure, told.top, strict=True)
    records = [
        {"label": label, "confidence": confidence, "unsure": unsure, "top": top}
        for label, confidence, unsure, top in entries
    ]
    return orjson.dumps({"predictions": records, **_facts(model)})


def _facts(model: ServedModel) -> dict[str, Any]:
    return {"model": model.name, "sha256": model.sha256}


def _columns(model: ServedModel, rows: NDArray[np.float32]) -> _Columns:
    """Tell the probabilities as Prediction does: the first of equals, doubt under the threshold."""
    labels = np.array(model.network.stamp.labels, object)
    order = np.argsort(-rows, axis=1, kind="stable")[:, :TOP]
    likeliest = np.take_along_axis(rows, order, axis=1).astype(np.float64)
    unsure = likeliest[:, 0] < model.network.stamp.threshold
    shown = np.round(likeliest, 4).tolist()
    names = labels[order].tolist()
    return _Columns(
        labels=[line[0] for line in names],
        confidences=[line[0] for line in shown],
        unsure=unsure.tolist(),
        top=[
            [[n, p] for n, p in zip(*both, strict=True)] for both in zip(names, shown, strict=True)
        ],
    )
