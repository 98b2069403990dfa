"""Patches out of an uploaded CSV, NPY or NPZ file: never unpickled, measured before it is read."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.live.serve_limits import LIMITS
from glyphcam.models.patch import PATCH_SIDE

MOST_ROWS = LIMITS.csv_rows
"""Patches a file may hold."""

MOST_BYTES = 200 * 1024 * 1024
"""Bytes a file may hold once it is unpacked: ten thousand rows of doubles, three times over."""

_CELLS = PATCH_SIDE * PATCH_SIDE
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What zipfile says of a file that is damaged, cut off, or of a newer kind than it knows."""

_ENCRYPTED, _PACKED_BY = 0x1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The flag of a member that needs a password, and the two ways NumPy packs one."""

_NAMES = ("x", "x_test", "images", "image", "patches", "inputs", "data", "arr_0", "x_train")


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """``pixels`` (n, 28, 28) uint8 as the file has them; ``labels`` (n,) text where it has any."""

    pixels: NDArray[np.uint8]
    labels: tuple[str, ...] = ()


def read_patches(path: Path) -> Patches:
    """Return the patches in a file; DataError says what is wrong and where."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise DataError(f"{path.name} holds no patches: give {', '.join(SUFFIXES)}")
    if path.stat().st_size > MOST_BYTES:
        raise DataError(f"{path.name} is over {MOST_BYTES >> 20} MiB: send it in parts")
    return reader(path)


def _from_npy(path: Path) -> Patches:
    with path.open("rb") as file:
        return Patches(_pixels(_array(file, path.name), path.name))


def _from_npz(path: Path) -> Patches:
    try:
        with zipfile.ZipFile(path) as archive:
            name = _member(archive, path.name)
            return Patches(_pixels(_array(BytesIO(archive.read(name)), path.name), path.name))
    except _BROKEN_ZIP as error:
        raise DataError(f"{path.name} is no NPZ file that can be read ({error})") from error


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """Return the member that holds the pictures; DataError where none does or it is too large."""
    found = {item.filename.removesuffix(".npy").lower(): item for item in archive.infolist()}
    chosen = next((found[one] for one in _NAMES if one in found), None)
    if chosen is None and len(found) == 1:
        chosen = next(iter(found.values()))
    if chosen is None:
        held = ", ".join(sorted(found)[:8]) or "nothing"
        raise DataError(f"{name} holds {held}: name the array of patches x")
    if chosen.flag_bits & _ENCRYPTED or chosen.compress_type not in _PACKED_BY:
        raise DataError(
            f"{name}, '{chosen.filename}' is locked or packed as NumPy does not: save it with "
            "numpy.savez"
        )
    if chosen.file_size > MOST_BYTES:
        raise DataError(f"{name}, '{chosen.filename}' is over {MOST_BYTES >> 20} MiB unpacked")
    return chosen.filename


def _array(file: IO[bytes], name: str) -> NDArray[Any]:
    """Return the array of an open NPY file whose header promises no more than it may hold."""
    try:
        version = npy.read_magic(file)
        head = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = head(file)
        if dtype.hasobject or dtype.kind not in "buif":
            raise DataError(f"{name} holds {dtype}, not numbers: nothing is unpickled")
        _check_shape(shape, name)
        file.seek(0)
        array: NDArray[Any] = np.load(file, allow_pickle=False)
    except (ValueError, EOFError, OSError, TypeError, SyntaxError) as error:
        raise DataError(f"{name} is no NPY array that can be read ({error})") from error
    return array


def _check_shape(shape: tuple[int, ...], name: str) -> None:
    fits = shape[-2:] == (PATCH_SIDE, PATCH_SIDE) and len(shape) in (2, 3)
    if not fits and not (len(shape) in (1, 2) and shape[-1] == _CELLS):
        raise DataError(f"{name} has the shape {shape}: (n, 28, 28) or (n, 784) is wanted")
    rows = int(np.prod(shape, dtype=np.int64)) // _CELLS
    if not 0 < rows <= MOST_ROWS:
        raise DataError(f"{name} has {rows} patches: 1 to {MOST_ROWS} are taken at a time")


def _from_csv(path: Path) -> Patches:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows, labels = _csv_rows(csv.reader(file), path.name)
    except UnicodeDecodeError:
        raise DataError(f"{path.name} is no CSV text") from None
    except csv.Error as error:
        raise DataError(f"{path.name} is no CSV file that can be read ({error})") from error
    if not rows:
        raise DataError(f"{path.name} has no rows: 784 numbers a row are wanted")
    return Patches(_pixels(np.stack(rows), path.name), tuple(labels))


def _csv_rows(lines: Iterator[list[str]], name: str) -> tuple[list[NDArray[np.float32]], list[str]]:
    """Return rows of 784 numbers, and the label before them where a row has 785."""
    rows: list[NDArray[np.float32]] = []
    labels: list[str] = []
    for number, cells in enumerate(lines, 1):
        if not cells or (number == 1 and not _is_number(cells[-1])):
            continue
        if len(rows) == MOST_ROWS:
            raise DataError(f"{name} has over {MOST_ROWS} rows: send it in parts")
        if len(cells) - _CELLS not in (0, 1):
            raise DataError(f"{name}, row {number} has {len(cells)} cells: 784 or 785 are wanted")
        try:
            rows.append(np.array(cells[-_CELLS:], np.float32))
        except ValueError:
            raise DataError(f"{name}, row {number} holds something that is no number") from None
        labels += cells[:1] if len(cells) > _CELLS else []
    return rows, labels if len(labels) == len(rows) else []


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _pixels(array: NDArray[Any], name: str) -> NDArray[np.uint8]:
    """Return numbers 0 to 255, or 0 to 1, as (n, 28, 28) uint8; DataError for others."""
    _check_shape(array.shape, name)
    shaped = array.reshape(-1, PATCH_SIDE, PATCH_SIDE)
    if shaped.dtype == np.uint8:
        return shaped
    numbers = shaped.astype(np.float32)
    low, high = float(numbers.min()), float(numbers.max())  # NaN makes both NaN
    if not (low >= 0 and high <= 255):
        raise DataError(
            f"{name} holds numbers from {low:g} to {high:g}: 0 to 255 or 0 to 1 is wanted"
        )
    is_share = high <= 1 and shaped.dtype.kind == "f"
    return np.rint(numbers * (255 if is_share else 1)).astype(np.uint8)


_READERS: Mapping[str, Callable[[Path], Patches]] = MappingProxyType(
    {".csv": _from_csv, ".npy": _from_npy, ".npz": _from_npz}
)
SUFFIXES = tuple(_READERS)
"""The kinds of file that patches come in."""
