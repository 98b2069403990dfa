"""The answer of the Open Inference Protocol: tensors as JSON, as raw numbers, or as classes."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from glyphcam.live.serve_shelf import ServedModel
from glyphcam.live.serve_wire import Answer

BINARY = "application/octet-stream"

MODEL_VERSION = "1"
"""The one version there is of each model; a retrained model has another checksum."""


@dataclass(frozen=True, slots=True)
class Output:
    """One output a client wants: raw or as JSON, as numbers or as its ``classes`` likeliest."""

    name: str
    is_binary: bool = False
    classes: int = 0


@dataclass(frozen=True, slots=True)
class _Told:
    """One tensor of the answer; ``raw`` are its bytes, ``data`` its entries for JSON."""

    datatype: str
    shape: list[int]
    raw: bytes
    data: list[Any]


def tensors_answer(
    model: ServedModel,
    request_id: str | None,
    outputs: Sequence[Output],
    found: Mapping[str, NDArray[np.float32]],
) -> Answer:
    """Return the answer that gives ``outputs``, taken from ``found`` (n, k) by name."""
    entries, raws = [], []
    for output in outputs:
        told = _told(model, output, found[output.name])
        entry: dict[str, Any] = {
            "name": output.name,
            "datatype": told.datatype,
            "shape": told.shape,
        }
        if output.is_binary:
            raws.append(told.raw)
            entry["parameters"] = {"binary_data_size": len(told.raw)}
        else:
            entry["data"] = told.data
        entries.append(entry)
    about = {
        "model_name": model.name,
        "model_version": MODEL_VERSION,
        "parameters": {"sha256": model.sha256},
        "outputs": entries,
    }
    head = orjson.dumps(about if request_id is None else {"id": request_id, **about})
    if not raws:
        return Answer(head)
    return Answer(b"".join([head, *raws]), media=BINARY, note=len(head))


def _told(model: ServedModel, output: Output, rows: NDArray[np.float32]) -> _Told:
    if output.classes:
        return _classes(model, rows, output.classes)
    numbers = np.ascontiguousarray(rows, "<f4")
    data = [] if output.is_binary else numbers.ravel().tolist()
    return _Told("FP32", list(rows.shape), numbers.tobytes(), data)


def _classes(model: ServedModel, rows: NDArray[np.float32], count: int) -> _Told:
    """Return ``probability:index:label`` of the likeliest, as Triton's classification does."""
    labels = model.network.stamp.labels
    order = np.argsort(-rows, axis=1, kind="stable")[:, :count]
    words = [
        f"{row[i]:.6f}:{i}:{labels[i]}" for row, line in zip(rows, order, strict=True) for i in line
    ]
    raw = b"".join(struct.pack("<I", len(word.encode())) + word.encode() for word in words)
    return _Told("BYTES", list(order.shape), raw, words)
