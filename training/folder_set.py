"""Folders of pictures, one folder a class, at any depth: the Kaggle ASL alphabet's layout.

The class is the innermost folder named like a label; what else stands in the path, apart from
words like ``train``, is the picture's source. Pictures without such a folder take their class
from the start of their name, as in ``A_test.jpg``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import DataError
from glyphcam.models.patch import Picture
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import RawSet
from glyphcam.training.label_codes import column_of
from glyphcam.training.picture_file import is_picture_name, read_picture

_PART_WORD = re.compile(r"(^|[_\-\s])(train|training|test|testing|valid|validation|val)$", re.I)
_TEST_WORD = re.compile(r"(^|[_\-\s])(test|testing)$", re.I)
_TRAIN_WORD = re.compile(r"(^|[_\-\s])(train|training)$", re.I)
_SHOWN = 5


def takes(path: Path) -> bool:
    """Return whether there is a picture anywhere below the folder ``path``."""
    return path.is_dir() and any(is_picture_name(each) for each in path.rglob("*"))


class PictureFiles(Sequence[Picture]):
    """The pictures of files, each read when it is asked for; DataError where it cannot be."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._paths)

    def __getitem__(self, index: int) -> Picture:  # type: ignore[override]
        """Read and return picture ``index`` (h, w, 3) uint8 BGR."""
        picture = read_picture(self._paths[index])
        if picture is None:
            raise UnreadablePicture(self._paths[index])
        return picture


class UnreadablePicture(DataError):
    """A file that is named like a picture and cannot be read as one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} cannot be read as a picture: mend it or leave it out")
        self.path = path


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    label: str
    group: str
    part: str


def load_folder(folder: Path, part: str, recogniser: Recogniser) -> RawSet:
    """Return the ``part`` of a folder of pictures; DataError where a class folder is empty.

    "test" means the pictures under a folder called test where there is one, else all.
    """
    entries = [_entry(path, folder, recogniser) for path in _picture_paths(folder)]
    if not entries:
        raise DataError(f"{folder} holds no pictures: a folder for each class is wanted")
    _refuse_empty_classes(folder, recogniser)
    chosen = [entry for entry in entries if entry.part == part] or entries
    groups = np.array([entry.group for entry in chosen])
    return RawSet(
        name=str(folder),
        pictures=PictureFiles([entry.path for entry in chosen]),
        labels=np.array([entry.label for entry in chosen]),
        groups=groups if (groups != "").any() else None,
        places=[str(entry.path) for entry in chosen],
        part=part,
    )


def _picture_paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if is_picture_name(path))


def _entry(path: Path, folder: Path, recogniser: Recogniser) -> _Entry:
    words = list(path.relative_to(folder).parent.parts)
    place = _label_place([folder.name, *words], recogniser)
    label = [folder.name, *words][place] if place is not None else _label_of_name(path, words)
    others = [word for i, word in enumerate(words, 1) if i != place and not _PART_WORD.search(word)]
    is_labelled = place is not None or not words
    return _Entry(path, label, "/".join(others if is_labelled else others[:-1]), _part_of(words))


def _label_place(words: list[str], recogniser: Recogniser) -> int | None:
    """The innermost word of a path that is a label; the data folder itself is the last resort."""
    for place in range(len(words) - 1, -1, -1):
        if column_of(words[place], recogniser) >= 0:
            return place
    return None


def _label_of_name(path: Path, words: list[str]) -> str:
    inner = [word for word in words if not _PART_WORD.search(word)]
    return inner[-1] if inner else re.split(r"[_\-\s.(]", path.stem)[0]


def _part_of(words: list[str]) -> str:
    if any(_TEST_WORD.search(word) for word in words):
        return "test"
    return "train" if any(_TRAIN_WORD.search(word) for word in words) else ""


def _has_picture(folder: Path) -> bool:
    return any(is_picture_name(path) for path in folder.rglob("*"))


def _refuse_empty_classes(folder: Path, recogniser: Recogniser) -> None:
    empty = [
        str(path)
        for path in sorted(folder.rglob("*"))
        if path.is_dir() and column_of(path.name, recogniser) >= 0 and not _has_picture(path)
    ]
    if empty:
        more = f" and {len(empty) - _SHOWN} more" if len(empty) > _SHOWN else ""
        raise DataError(
            f"empty class folder {', '.join(empty[:_SHOWN])}{more}: fill it or remove it"
        )
