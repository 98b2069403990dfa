"""Every data set a user can name: which loader takes it is told by its shape."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training import csv_set, folder_set, idx_set, landmark_set, npy_set, npz_set
from glyphcam.training.dataset import Dataset, RawSet, merge
from glyphcam.training.label_codes import CODES
from glyphcam.training.prepare import prepare

Loader = Callable[[Path, str, Recogniser], RawSet]
"""A path, the part wanted ("train", "test", "all") and the recogniser to what is there."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One form data sets come in: its name, how to know it, and its loader."""

    name: str
    takes: Callable[[Path], bool]
    load: Loader


def _for_any(load: Callable[[Path, str], RawSet]) -> Loader:
    return lambda path, part, _: load(path, part)


SHAPES: tuple[Shape, ...] = (
    Shape("hand landmarks", landmark_set.takes, landmark_set.load_landmarks),
    Shape("NPZ", npz_set.takes, _for_any(npz_set.load_npz)),
    Shape("IDX", idx_set.takes, _for_any(idx_set.load_idx)),
    Shape("NPY pair", npy_set.takes, _for_any(npy_set.load_npy)),
    Shape("CSV", csv_set.takes, _for_any(csv_set.load_csv)),
    Shape("folder of pictures", folder_set.takes, folder_set.load_folder),
)
"""The first shape that takes a path loads it."""


def data_folder() -> Path:
    """Return the folder of real data: GLYPHCAM_DATA, else ../shared/data beside the project.

    DataError says how to name one where neither is there.
    """
    chosen = os.environ.get("GLYPHCAM_DATA")
    folder = Path(chosen) if chosen else Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        raise DataError(f"no data folder {folder}: give --data, or set GLYPHCAM_DATA")
    return folder


def load(
    paths: Sequence[str | Path],
    recogniser: Recogniser,
    part: str = "all",
    skips_unreadable: bool = False,
    most: int | None = None,
) -> Dataset:
    """Return the data sets at ``paths`` as one, in the recogniser's form.

    ``part`` "test" or "train" takes that part of a set where it has one and all of it elsewhere.
    A path may end in ``::`` and the name of a code in label_codes.CODES, or of a part. ``most``
    pictures, drawn once and for all, are taken of more.
    """
    raws = [load_raw(str(path), recogniser, part) for path in paths]
    few = raws if most is None else [some(raw, most // len(raws)) for raw in raws]
    data = merge([prepare(raw, recogniser, skips_unreadable) for raw in few])
    empty = empty_classes(data, recogniser)
    if not empty:
        return data
    return replace(data, notes=(*data.notes, f"no picture of {' '.join(empty)}"))


def empty_classes(data: Dataset, recogniser: Recogniser) -> tuple[str, ...]:
    """Return the labels of which ``data`` holds no picture, found or missed."""
    shown = {*data.targets.tolist(), *data.missed.tolist()}
    return tuple(label for column, label in enumerate(recogniser.labels) if column not in shown)


def some(raw: RawSet, count: int) -> RawSet:
    """Return ``count`` rows drawn once and for all, with a note of it; all of a smaller set.

    Not every n-th row: sets come in turns of their labels.
    """
    size = len(raw.pictures)
    if size <= count:
        return raw
    chosen = np.sort(np.random.default_rng(0).permutation(size)[:count]).astype(np.intp)
    note = f"{count} of {size} pictures of {raw.name} were looked at"
    return replace(raw.rows(chosen), notes=(*raw.notes, note))


def load_raw(named: str, recogniser: Recogniser, part: str = "all") -> RawSet:
    """Return what stands at ``PATH[::CODE or ::PART]``; DataError where no shape fits."""
    plain, _, word = named.partition("::")
    path = Path(plain).expanduser()
    if not (path.is_file() or path.is_dir()):
        raise DataError(f"no data at {path}: a folder, .npz, .npy, .csv or IDX file is wanted")
    shape = shape_of(path)
    raw = shape.load(path, part if not word or word in CODES else word, recogniser)
    if not len(raw.pictures):
        raise DataError(f"{path} ({shape.name}) holds no pictures")
    return raw if word not in CODES else replace(raw, classes=CODES[word])


def shape_of(path: Path) -> Shape:
    """Return the shape of what stands at ``path``; DataError names those there are."""
    for shape in SHAPES:
        if shape.takes(path):
            return shape
    known = ", ".join(shape.name for shape in SHAPES)
    raise DataError(f"{path} is none of the known data sets ({known}): see docs/data.md")
