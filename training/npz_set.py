"""NPZ files: x and y, or x_train, y_train, x_test, y_test; perhaps classes and groups."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.training.array_set import labels_of, open_archive, pictures_of
from glyphcam.training.dataset import RawSet

_PICTURES = ("x", "images", "image", "data", "pictures")
_LABELS = ("y", "labels", "label", "targets", "target", "letter")
_GROUPS = ("source", "writer", "group", "groups", "sources", "writers")
_CLASSES = ("classes", "class_names", "label_names")


_BROKEN = (ValueError, OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error)
"""What reading a member raises; MemoryError for a header that claims terabytes."""


def takes(path: Path) -> bool:
    """Return whether ``path`` is an NPZ file, or a folder of nothing but one."""
    return path.suffix.lower() == ".npz" if path.is_file() else len(list(path.glob("*.npz"))) == 1


def load_npz(path: Path, part: str) -> RawSet:
    """Return the ``part`` of an NPZ file: "train", "test" (else all), "all", or another suffix.

    Keys are matched without regard to case. Nothing is unpickled. DataError names what is wrong.
    """
    path = path if path.is_file() else next(path.glob("*.npz"))
    with open_archive(path) as archive:
        return _load(_Archive(path, archive), part)


class _Archive:
    """An open NPZ file whose members are found by any of several names."""

    def __init__(self, path: Path, archive: NpzFile) -> None:
        self.path, self._archive = path, archive
        self._keys = {key.lower(): key for key in archive.files}

    @property
    def keys(self) -> Mapping[str, str]:
        return self._keys

    def find(self, names: tuple[str, ...], suffix: str) -> NDArray[Any] | None:
        for name in names:
            key = self._keys.get(f"{name}_{suffix}" if suffix else name)
            if key is not None:
                return self._read(key)
        return None

    def _read(self, key: str) -> NDArray[Any]:
        try:
            array: NDArray[Any] = self._archive[key]
        except _BROKEN as error:
            raise DataError(f"{self.path}, '{key}' cannot be read ({error})") from error
        if not isinstance(array, np.ndarray):  # a member that is no .npy comes as its bytes
            raise DataError(f"{self.path}, '{key}' is no array: was it packed by hand?")
        return array


def _load(archive: _Archive, part: str) -> RawSet:
    suffixes = _suffixes(archive, part)
    parts = [_part(archive, suffix) for suffix in suffixes]
    if len(parts) == 1:
        return parts[0]
    groups = [raw.groups for raw in parts if raw.groups is not None]
    return RawSet(
        name=str(archive.path),
        pictures=np.concatenate([raw.pictures for raw in parts]),
        labels=np.concatenate([raw.labels for raw in parts]),
        groups=np.concatenate(groups) if len(groups) == len(parts) else None,
        classes=parts[0].classes,
        landmarks=_joined_landmarks(parts),
    )


def _joined_landmarks(parts: list[RawSet]) -> NDArray[np.float32] | None:
    found = [raw.landmarks for raw in parts if raw.landmarks is not None]
    return np.concatenate(found) if len(found) == len(parts) else None


def _suffixes(archive: _Archive, part: str) -> tuple[str, ...]:
    """The key suffixes that make up ``part``: "" for x and y, or one or several of the parts."""
    there = [s for s in ("train", "test") if any(f"{x}_{s}" in archive.keys for x in _PICTURES)]
    is_plain = any(name in archive.keys for name in _PICTURES)
    if part not in ("all", "train", "test"):
        return (part,)
    if is_plain:
        return ("",)
    if part in there:
        return (part,)
    if there:
        return tuple(there)
    raise DataError(
        f"{archive.path} holds {', '.join(archive.keys)}: wanted are x and y, "
        f"or x_train, y_train, x_test and y_test"
    )


def _part(archive: _Archive, suffix: str) -> RawSet:
    end = f"_{suffix}" if suffix else ""
    pictures = archive.find(_PICTURES, suffix)
    labels = archive.find(_LABELS, suffix)
    if pictures is None or labels is None:
        missing = "pictures (x" if pictures is None else "labels (y"
        raise DataError(
            f"{archive.path} has no {missing}{end}): it holds {', '.join(archive.keys)}"
        )
    x = pictures_of(pictures, f"{archive.path}, x{end}")
    groups = archive.find(_GROUPS, suffix)
    if groups is not None and groups.shape != (len(x),):
        raise DataError(f"{archive.path} has groups {groups.shape} for {len(x)} pictures in x{end}")
    classes = archive.find(_CLASSES, "")
    if classes is not None and classes.ndim != 1:
        raise DataError(f"{archive.path} has classes {classes.shape}: one string a label is wanted")
    return RawSet(
        name=str(archive.path),
        pictures=x,
        labels=labels_of(labels, len(x), f"{archive.path}, y{end}"),
        groups=None if groups is None else groups.astype(np.str_),
        classes=None if classes is None else tuple(str(word) for word in classes),
        part=suffix or "all",
        landmarks=_landmarks(archive, suffix, len(x)),
    )


def _landmarks(archive: _Archive, suffix: str, count: int) -> NDArray[np.float32] | None:
    points = archive.find(("landmarks",), suffix)
    if points is not None and points.shape != (count, 21, 3):
        raise DataError(
            f"{archive.path} has landmarks {points.shape} for {count} pictures: "
            f"({count}, 21, 3) is wanted"
        )
    return None if points is None else points.astype(np.float32)
