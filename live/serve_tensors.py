"""Tensors of the Open Inference Protocol, out of JSON or out of the binary part behind it.

With `Inference-Header-Content-Length` the body is that much JSON and then the raw numbers of every
input that names a `binary_data_size`, little-endian, one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.serve_batch import Rows, Wanted
from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_patches import read_object
from glyphcam.live.serve_shelf import ServedModel
from glyphcam.live.serve_tensor_answer import Output, tensors_answer
from glyphcam.live.serve_wire import Answer, Job


@dataclass(frozen=True, slots=True)
class TensorKind:
    """What an input must be: the protocol's datatype, numpy's, and the shape after ``n``."""

    datatype: str
    dtype: str
    shape: tuple[int, ...]


INPUTS: Mapping[str, TensorKind] = {
    "patch": TensorKind("UINT8", "<u1", (28, 28)),
    "landmarks": TensorKind("FP32", "<f4", (21, 3)),
}

_Entry = Mapping[str, Any]


def read_tensors(job: Job, model: ServedModel, most: int) -> Wanted:
    """Return what an infer request wants of ``model``; ServeError 400, 413 or 422 where wrong.

    At most ``most`` rows.
    """
    head, binary = _split(job)
    asked = read_object(head)
    request_id = asked.get("id")
    if request_id is not None and not isinstance(request_id, str):
        raise ServeError(422, "'id' must be a word")
    tensors = _tensors(_entries(asked, "inputs"), binary, most)
    if set(tensors) != set(model.network.input_names):
        needed = " and ".join(model.network.input_names)
        raise ServeError(422, f"{model.name} needs the input {needed}, and no other")
    if len({len(tensor) for tensor in tensors.values()}) != 1:
        raise ServeError(422, "the inputs have different numbers of rows")
    outputs = _outputs(asked, model)
    count = next(len(tensor) for tensor in tensors.values())
    patches = tensors.get("patch", np.zeros((count, 28, 28), np.uint8))
    landmarks = tensors.get("landmarks")

    def tell(rows: Rows) -> Answer:
        found = {"probabilities": rows}
        if any(output.name == "embedding" for output in outputs):
            found["embedding"] = model.network.embedding(patches, landmarks)
        return tensors_answer(model, request_id, outputs, found)

    return Wanted(model, patches, landmarks, tell)


def _split(job: Job) -> tuple[bytes, bytes]:
    """Return the JSON and the binary part of a body."""
    length = job.words.get("header", "")
    if not length:
        return job.body, b""
    if not (length.isascii() and length.isdigit()) or int(length) > len(job.body):
        raise ServeError(400, "Inference-Header-Content-Length is no length within the body")
    return job.body[: int(length)], job.body[int(length) :]


def _entries(asked: _Entry, key: str) -> list[_Entry]:
    """Return the objects listed under ``key``, each with a name of its own."""
    listed = asked.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise ServeError(422, f"'{key}' must be a list of objects")
    names = [one.get("name") for one in listed]
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise ServeError(422, f"each of '{key}' needs a name of its own")
    return listed


def _tensors(entries: list[_Entry], binary: bytes, most: int) -> dict[str, NDArray[Any]]:
    """Return every input as an array (n, ...); the binary part must be used to its end."""
    tensors, at = {}, 0
    for entry in entries:
        size = _parameters(entry).get("binary_data_size")
        if size is not None and (type(size) is not int or size < 0):
            raise ServeError(422, "binary_data_size must be a whole number")
        raw = None if size is None else binary[at : at + size]
        at += size or 0
        tensors[entry["name"]] = _tensor(entry, raw, most)
    if at != len(binary):
        raise ServeError(422, "the binary part is not as long as binary_data_size says")
    return tensors


def _tensor(entry: _Entry, raw: bytes | None, most: int) -> NDArray[Any]:
    name = entry["name"]
    kind = INPUTS.get(name)
    if kind is None:
        raise ServeError(422, f"there is no input '{name[:40]}': give {' or '.join(INPUTS)}")
    shape = _shape(entry, kind)
    if shape[0] > most:
        raise ServeError(413, f"{shape[0]} rows are too many at once: {most} is the most")
    if raw is None:
        return _from_json(entry, kind, shape)
    if len(raw) != prod(shape) * np.dtype(kind.dtype).itemsize:
        raise ServeError(422, f"'{name}' has {len(raw)} bytes, its shape has others")
    return _finite(np.frombuffer(raw, kind.dtype).reshape(shape), name)


def _shape(entry: _Entry, kind: TensorKind) -> tuple[int, ...]:
    """Return the shape (n, ...) an input has; ServeError where the model takes another."""
    shape = entry.get("shape")
    is_right = (
        entry.get("datatype") == kind.datatype
        and isinstance(shape, list)
        and all(type(side) is int for side in shape)
        and tuple(shape[1:]) == kind.shape
        and shape[0] > 0
    )
    if not is_right or not isinstance(shape, list):
        wanted = f"{kind.datatype} of the shape [n, {', '.join(map(str, kind.shape))}]"
        raise ServeError(422, f"'{entry['name']}' must be {wanted}")
    return tuple(shape)


def _from_json(entry: _Entry, kind: TensorKind, shape: tuple[int, ...]) -> NDArray[Any]:
    name = entry["name"]
    if not isinstance(entry.get("data"), list):
        raise ServeError(422, f"'{name}' has no data: send a list, or binary_data_size")
    try:
        numbers = np.array(entry["data"])
    except ValueError:
        raise ServeError(422, f"the data of '{name}' differ in length") from None
    if numbers.dtype.kind not in "iuf" or numbers.size != prod(shape):
        raise ServeError(422, f"'{name}' needs {prod(shape)} numbers")
    if kind.datatype == "UINT8" and not _are_bytes(numbers):
        raise ServeError(422, f"'{name}' needs whole numbers from 0 to 255")
    return _finite(numbers.astype(kind.dtype).reshape(shape), name)


def _are_bytes(numbers: NDArray[Any]) -> bool:
    return bool(((numbers >= 0) & (numbers <= 255) & (numbers == np.rint(numbers))).all())


def _finite(numbers: NDArray[Any], name: str) -> NDArray[Any]:
    if numbers.dtype.kind == "f" and not np.isfinite(numbers).all():
        raise ServeError(422, f"'{name}' holds numbers that are none (NaN or infinite)")
    return numbers


def _outputs(asked: _Entry, model: ServedModel) -> list[Output]:
    """Return the wanted outputs; all as numbers where none are named, probabilities first."""
    is_binary = _parameters(asked).get("binary_data_output") is True
    entries = _entries(asked, "outputs")
    if not entries:
        return [Output(name, is_binary) for name in model.network.output_names]
    known = model.network.output_names
    outputs = []
    for entry in entries:
        settings = _parameters(entry)
        if entry["name"] not in known:
            raise ServeError(422, f"{model.name} gives {' and '.join(known)}, nothing else")
        classes = settings.get("classification", 0)
        if type(classes) is not int or classes < 0:
            raise ServeError(422, "'classification' must be a whole number")
        outputs.append(
            Output(entry["name"], settings.get("binary_data", is_binary) is True, classes)
        )
    return outputs


def _parameters(entry: _Entry) -> _Entry:
    given = entry.get("parameters", {})
    if not isinstance(given, dict):
        raise ServeError(422, "'parameters' must be an object")
    if "shared_memory_region" in given:
        raise ServeError(422, "shared memory is not served: send the numbers themselves")
    return given
