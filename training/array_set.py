"""Arrays of pictures and labels, from whatever file, checked and brought to one shape and type."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.training.dataset import Labels

_DARK = 64
"""A set without a pixel as bright as this counts its greys in fewer steps than 256."""


def pictures_of(array: NDArray[Any], name: str) -> NDArray[np.uint8]:
    """Return pictures (n, h, w[, 3]) uint8; DataError names shape, type or the first bad picture.

    Taken are (n, h, w), (n, h, w, 1 or 3 in RGB), (n, 1, h, w) and (n, s*s), as booleans or
    numbers 0 to 255, 0 to 16 or 0 to 1.
    """
    if array.dtype.kind not in "uifb":
        raise DataError(f"{name} holds {array.dtype}, not pixels: numbers are wanted")
    if array.ndim > 1 and len(array) and not array.size:
        raise DataError(f"{name} has the shape {array.shape}: its pictures have no pixels")
    return _in_bytes(_in_rows(array, name), name)


def labels_of(array: NDArray[Any], count: int, name: str) -> Labels:
    """Return labels (n,) int64 or str; DataError where they do not match ``count`` pictures.

    One-hot rows (n, k) are turned into integers.
    """
    if array.ndim == 0 or len(array) != count:
        held = len(array) if array.ndim else "no row of"
        raise DataError(f"{name} has {held} labels for {count} pictures: the files differ")
    if array.dtype.kind in "US":
        if array.size != count:
            raise DataError(f"{name} has the shape {array.shape}: one string a picture is wanted")
        return np.array([_text(word) for word in array.reshape(count)])
    if array.dtype.kind not in "uifb":
        raise DataError(f"{name} holds {array.dtype}, not labels: numbers or strings are wanted")
    return (
        _from_one_hot(array, name)
        if array.ndim == 2 and array.shape[1] > 1
        else _whole(array.reshape(count), name)
    )


def load_array(path: Path) -> NDArray[Any]:
    """Return the array of a .npy file, never unpickling; DataError where that is not enough."""
    opened = _open(path)
    if isinstance(opened, NpzFile):
        opened.close()
        raise DataError(f"{path} is an NPZ file: rename it to .npz")
    return opened


def open_archive(path: Path) -> NpzFile[Any]:
    """Open a .npz file, never unpickling; DataError where it is none."""
    opened = _open(path)
    if not isinstance(opened, NpzFile):
        raise DataError(f"{path} is one array, not an NPZ file: rename it to .npy")
    return opened


def _open(path: Path) -> NDArray[Any] | NpzFile[Any]:
    try:
        _refuse_other_kinds(path)
        return np.load(path, allow_pickle=False)
    except (ValueError, OSError, EOFError, BadZipFile, MemoryError) as error:
        raise DataError(f"{path} cannot be read as plain arrays ({error})") from error


def _refuse_other_kinds(path: Path) -> None:
    """BadZipFile for what np.load would take for a pickle, or leave open behind its error."""
    with path.open("rb") as stream:
        start = stream.read(6)
    if start[:2] == b"PK" and not is_zipfile(path):
        raise BadZipFile("a zip file cut short")
    if start[:2] != b"PK" and start != b"\x93NUMPY":
        raise BadZipFile("it is neither an NPY nor an NPZ file")


def _text(word: object) -> str:
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _in_rows(array: NDArray[Any], name: str) -> NDArray[Any]:
    if array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]
    if array.ndim == 4 and array.shape[3] == 3:
        return array[..., ::-1]  # RGB as everybody stores it, BGR as OpenCV reads it
    if array.ndim == 2 and math.isqrt(array.shape[1]) ** 2 == array.shape[1] > 1:
        side = math.isqrt(array.shape[1])
        array = array.reshape(-1, side, side)
    if array.ndim != 3:
        raise DataError(f"{name} has the shape {array.shape}: (n, 28, 28) is wanted")
    return array


def _in_bytes(array: NDArray[Any], name: str) -> NDArray[np.uint8]:
    if array.dtype == np.uint8:
        return full_range(np.ascontiguousarray(array, np.uint8))
    if array.dtype.kind == "f":
        refuse_rows(~np.isfinite(array), name, "NaN or infinity")
    low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
    if low < 0 or high > 255:
        refuse_rows((array < 0) | (array > 255), name, "a pixel out of range 0 to 255")
    return np.rint(array * np.float32(_gain(high))).astype(np.uint8)


def full_range(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pictures (n, ...) uint8 of which the brightest of all is white.

    Sets of 0 and 1, or of 0 to 16, are such from 0 to 255; others stay as they are.
    """
    high = int(pictures.max()) if pictures.size else 0
    if _gain(high) == 1:
        return pictures
    table = np.rint(np.arange(256) * _gain(high)).clip(0, 255).astype(np.uint8)
    return table[pictures]


def _gain(high: float) -> float:
    """What brings a set whose largest value is ``high`` to 0..255: most are there already."""
    if 0 < high <= 1:
        return 255.0
    return 255.0 / high if 1 < high < _DARK else 1.0


def refuse_rows(wrong: NDArray[np.bool_], name: str, fault: str) -> None:
    """DataError naming the first row (n, ...) in which ``wrong`` is set anywhere."""
    rows = np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1))
    if rows.size:
        place = tuple(int(i) for i in np.argwhere(wrong[rows[0]])[0]) if wrong.ndim > 1 else ()
        at = f", pixel {place}" if place else ""
        raise DataError(
            f"{name}, row {rows[0] + 1}{at} has {fault}; {rows.size} such row(s) in all"
        )


def _from_one_hot(array: NDArray[Any], name: str) -> NDArray[np.int64]:
    numbers = array.astype(np.float64)
    wrong = ((numbers != 0) & (numbers != 1)).any(axis=1) | (numbers.sum(axis=1) != 1)
    refuse_rows(wrong, name, "a label that is not one-hot")
    return np.asarray(numbers.argmax(axis=1), np.int64)


def _whole(array: NDArray[Any], name: str) -> NDArray[np.int64]:
    if array.dtype.kind == "f":
        refuse_rows(~np.isfinite(array), name, "NaN for a label")
        refuse_rows(array != np.rint(array), name, "a label that is no whole number")
    return array.astype(np.int64)
