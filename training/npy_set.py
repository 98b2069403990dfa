"""NPY pairs: one file of pictures, one of integer or one-hot labels, in one folder."""

from __future__ import annotations

from pathlib import Path

from glyphcam.calibration.errors import DataError
from glyphcam.training.array_set import labels_of, load_array, pictures_of
from glyphcam.training.dataset import RawSet

_PAIRS = (("x", "y"), ("images", "labels"), ("image", "label"), ("data", "labels"))


def takes(path: Path) -> bool:
    """Return whether ``path`` is an NPY file, or a folder with a pair of them."""
    return path.suffix.lower() == ".npy" if path.is_file() else bool(picture_files(path))


def load_npy(path: Path, part: str) -> RawSet:
    """Return the pair whose picture file is ``path``, or the pair of ``part`` in a folder."""
    x_path = path if path.is_file() else _choose(path, part)
    y_path = partner(x_path)
    if y_path is None:
        raise DataError(f"{x_path} has no labels beside it: a file like y.npy is wanted")
    pictures = pictures_of(load_array(x_path), str(x_path))
    labels = labels_of(load_array(y_path), len(pictures), str(y_path))
    return RawSet(str(path), pictures, labels, part=part)


def partner(x_path: Path) -> Path | None:
    """Return the label file that belongs to a picture file, or None."""
    by_name = {each.name.lower(): each for each in x_path.parent.glob("*.npy")}
    name = x_path.name.lower()
    for pictures, labels in _PAIRS:
        mate = by_name.get(name.replace(pictures, labels, 1)) if pictures in name else None
        if mate is not None and mate.name.lower() != name:
            return mate
    return None


def picture_files(folder: Path) -> list[Path]:
    """Return the picture files of the pairs in a folder."""
    return [path for path in sorted(folder.glob("*.npy")) if partner(path) is not None]


def _choose(folder: Path, part: str) -> Path:
    found = picture_files(folder)
    named = [path for path in found if part in path.stem.lower()]
    if not found:
        raise DataError(f"{folder} has no pair like X.npy and Y.npy")
    if len(named or found) > 1:
        names = ", ".join(path.name for path in found)
        raise DataError(f"{folder} has several pairs ({names}): name one of them")
    return (named or found)[0]
