"""Patches out of JSON, in every shape that programs send them, and the answers back into JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from glyphcam.live.serve_error import ServeError
from glyphcam.models.patch import PATCH_SIDE

_PIXELS = PATCH_SIDE * PATCH_SIDE

_FARTHEST = 1e6
"""Pixels: no landmark is farther from the wrist; not NaN either, which is not smaller."""

_SHAPE = f"give each patch as {_PIXELS} whole numbers from 0 to 255, or {PATCH_SIDE} rows of them"


@dataclass(frozen=True, slots=True, eq=False)
class PatchCall:
    """``patches`` (n, 28, 28) uint8, ``landmarks`` (n, 21, 3) float32 or None; names as given."""

    patches: NDArray[np.uint8]
    landmarks: NDArray[np.float32] | None = None
    recogniser: str | None = None
    model: str | None = None


def read_patches(body: bytes, most: int) -> PatchCall:
    """Return what a JSON body asks for; ServeError 400 or 422, in one sentence, where it is wrong.

    Takes ``inputs``, ``instances`` or MLflow's ``dataframe_split``, one of them.
    """
    asked = read_object(body)
    given = [name for name in _FORMS if name in asked]
    if len(given) != 1:
        raise ServeError(422, f"give one of {', '.join(_FORMS)}: {_SHAPE}")
    rows = _FORMS[given[0]](asked[given[0]])
    if not isinstance(rows, list) or not rows:
        raise ServeError(422, f"'{given[0]}' holds no patches: {_SHAPE}")
    if len(rows) > most:
        raise ServeError(413, f"{len(rows)} patches are too many at once: {most} is the most")
    if b"true" in body or b"false" in body:
        _refuse_truths(rows)
    patches = as_patches(rows)
    return PatchCall(
        patches, _landmarks(asked, len(patches)), _word(asked, "recogniser"), _word(asked, "model")
    )


def read_object(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object in ``body``; ServeError 400 where it is none."""
    try:
        asked = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ServeError(400, f"the body is not JSON: {error}") from error
    if not isinstance(asked, dict):
        raise ServeError(422, "the body is not a JSON object")
    return asked


def as_patches(rows: list[Any]) -> NDArray[np.uint8]:
    """Return (n, 28, 28) uint8 of ``rows``, each 784 numbers or 28 rows of 28."""
    try:
        flat = rows if not _is_nested(rows) else list(chain.from_iterable(rows))
        # bytes() takes whole numbers from 0 to 255 and nothing else, ten times faster than numpy.
        content = b"".join(map(_as_bytes, flat))
    except (TypeError, ValueError):
        return _slowly(rows)
    lengths = {len(row) for row in flat}
    if lengths not in ({_PIXELS}, {PATCH_SIDE}) or len(content) != len(rows) * _PIXELS:
        raise ServeError(422, _SHAPE)
    return np.frombuffer(content, np.uint8).reshape(-1, PATCH_SIDE, PATCH_SIDE)


def _refuse_truths(rows: list[Any]) -> None:
    """ServeError where true or false stands for a number: Python would take them for 1 and 0."""
    for row in rows:
        parts = row if isinstance(row, list) else [row]
        numbers = chain.from_iterable(part if isinstance(part, list) else [part] for part in parts)
        if any(isinstance(number, bool) for number in numbers):
            raise ServeError(422, f"true and false are no numbers: {_SHAPE}")


def _as_bytes(row: list[int]) -> bytes:
    if type(row) is not list:  # bytes(3) would be three zeros
        raise TypeError
    return bytes(row)


def _is_nested(rows: list[Any]) -> bool:
    return isinstance(rows[0], list) and bool(rows[0]) and isinstance(rows[0][0], list)


def _slowly(rows: list[Any]) -> NDArray[np.uint8]:
    """Take whole numbers written as floats, ``255.0``, and say what is wrong with the rest."""
    try:
        numbers = np.array(rows)
    except ValueError:
        raise ServeError(422, f"the patches differ in shape: {_SHAPE}") from None
    if numbers.dtype.kind not in "iuf":
        raise ServeError(422, f"something in the patches is no number: {_SHAPE}")
    if numbers.shape[1:] not in ((_PIXELS,), (PATCH_SIDE, PATCH_SIDE)):
        raise ServeError(422, f"the patches have the shape {list(numbers.shape)}: {_SHAPE}")
    if not np.isfinite(numbers).all() or numbers.min() < 0 or numbers.max() > 255:
        raise ServeError(422, f"a number in the patches is not from 0 to 255: {_SHAPE}")
    if (numbers != np.rint(numbers)).any():
        raise ServeError(422, f"the patches hold fractions: {_SHAPE}, not 0 to 1")
    return numbers.astype(np.uint8).reshape(-1, PATCH_SIDE, PATCH_SIDE)


def _landmarks(asked: Mapping[str, Any], count: int) -> NDArray[np.float32] | None:
    if asked.get("landmarks") is None:
        return None
    wanted = (count, 21, 3)
    try:
        points = np.array(asked["landmarks"], np.float64)
    except (TypeError, ValueError, OverflowError):
        points = np.zeros(0)
    if points.shape != wanted or not (np.abs(points) < _FARTHEST).all():
        raise ServeError(422, f"'landmarks' must be pixels of the shape {list(wanted)}")
    return points.astype(np.float32)


def _word(asked: Mapping[str, Any], name: str) -> str | None:
    value = asked.get(name)
    if value is not None and not isinstance(value, str):
        raise ServeError(422, f"'{name}' must be a word")
    return value


def _split(frame: Any) -> Any:
    """Return the rows of a pandas frame as MLflow writes it: ``columns`` and ``data``."""
    if not isinstance(frame, dict) or not isinstance(frame.get("data"), list):
        raise ServeError(422, "'dataframe_split' needs 'columns' and 'data'")
    return frame["data"]


_FORMS: Mapping[str, Callable[[Any], Any]] = {
    "inputs": lambda rows: rows,
    "instances": lambda rows: rows,
    "dataframe_split": _split,
}
