"""Crops whose hand landmarks are known: a folder with ``landmarks.npz`` beside the pictures.

The file holds, a row each, ``image`` (a path in the folder, or empty), ``letter``, ``landmarks``
(n, 21, 3) in that picture's pixels, ``world``, ``score``, ``handedness`` and ``source``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.hand import Hand
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.training.array_set import open_archive
from glyphcam.training.dataset import RawSet
from glyphcam.training.folder_set import PictureFiles

FILE = "landmarks.npz"
_KEYS = ("image", "letter", "landmarks", "world", "score", "handedness", "source")

_RIGHT = "Left"
"""MediaPipe's legacy label assumes a mirrored picture: its Left is a right hand in ours."""


def takes(path: Path) -> bool:
    """Return whether ``path`` is a folder with landmarks beside its pictures."""
    return (path / FILE).is_file()


def load_landmarks(folder: Path, part: str, recogniser: Recogniser) -> RawSet:
    """Return the rows that have a picture; DataError where a column is missing.

    There are no parts: sources are people, and a split goes by them.
    """
    if recogniser.crop is not Crop.HAND:
        raise DataError(f"{folder} holds hands, which '{recogniser.name}' does not read")
    columns = landmark_columns(folder)
    rows = np.flatnonzero(columns["image"] != "")
    paths = [folder / str(name) for name in columns["image"][rows]]
    return RawSet(
        name=str(folder),
        pictures=PictureFiles(paths),
        labels=columns["letter"][rows].astype(np.str_),
        groups=columns["source"][rows].astype(np.str_),
        places=[str(path) for path in paths],
        hands=[hand_of(columns, int(row)) for row in rows],
    )


def landmark_columns(folder: Path) -> Mapping[str, NDArray[Any]]:
    """Return the columns of the folder's landmarks.npz; DataError where one is missing."""
    path = folder / FILE
    if not path.is_file():
        raise DataError(f"{folder} has no {FILE}: a folder of crops with their hands is wanted")
    with open_archive(path) as archive:
        missing = [key for key in _KEYS if key not in archive.files]
        if missing:
            raise DataError(f"{path} has no {', '.join(missing)}: is it another kind of file?")
        return {key: archive[key] for key in _KEYS}


def hand_of(columns: Mapping[str, NDArray[Any]], row: int) -> Hand:
    """Return the hand of one row of ``landmark_columns``."""
    return Hand(
        landmarks=np.asarray(columns["landmarks"][row], np.float32),
        world=np.asarray(columns["world"][row], np.float32),
        right=float(columns["handedness"][row] == _RIGHT),
        score=float(columns["score"][row]),
    )
