"""IDX files as MNIST came in, plain or gzipped: pictures and labels in two files."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.training.array_set import labels_of, pictures_of
from glyphcam.training.dataset import RawSet

_TEST_WORDS, _TRAIN_WORDS = ("t10k", "test"), ("train",)
_MOST_AXES = 4


def takes(path: Path) -> bool:
    """Return whether ``path`` is an IDX picture file, or a folder with one."""
    return _is_picture_file(path) if path.is_file() else any(map(_is_picture_file, path.iterdir()))


def load_idx(path: Path, part: str) -> RawSet:
    """Return a picture file with the label file beside it, or the ``part`` of a folder of both."""
    images = [path] if path.is_file() else _choose(path, part)
    pairs = [(each, _partner(each)) for each in images]
    pictures = np.concatenate([_upright(pictures_of(read_idx(x), str(x)), x) for x, _ in pairs])
    labels = np.concatenate([read_idx(y) for _, y in pairs])
    return RawSet(
        name=str(path),
        pictures=pictures,
        labels=labels_of(labels, len(pictures), str(pairs[0][1])),
        part=part,
    )


def read_idx(path: Path) -> NDArray[np.uint8]:
    """Return the array of one IDX file of bytes; DataError where it is not a whole one."""
    try:
        content = path.read_bytes()
        content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read ({error}): fetch it again") from error
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise DataError(f"{path} is not an IDX file of bytes: it starts with {content[:4].hex()}")
    if content[3] > _MOST_AXES:
        raise DataError(f"{path} is no IDX file of pictures or labels: it has {content[3]} axes")
    head = 4 + 4 * content[3]
    if len(content) < head:
        raise DataError(f"{path} ends in its own header: fetch it again")
    shape = struct.unpack(f">{content[3]}I", content[4:head])
    if len(content) - head != math.prod(shape):
        raise DataError(
            f"{path} has {len(content) - head} bytes for the shape {shape}, "
            f"which needs {math.prod(shape)}: fetch it again"
        )
    return np.frombuffer(content, np.uint8, offset=head).reshape(shape)


def _is_picture_file(path: Path) -> bool:
    return "idx3" in path.name.lower()


def _upright(pictures: NDArray[np.uint8], path: Path) -> NDArray[np.uint8]:
    # EMNIST's own files hold every picture with rows and columns exchanged.
    return pictures.transpose(0, 2, 1) if "emnist" in path.name.lower() else pictures


def _partner(images: Path) -> Path:
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    choices = [name, name.removesuffix(".gz"), f"{name}.gz"]
    found = [images.with_name(each) for each in choices if images.with_name(each).is_file()]
    if not found or found[0] == images:
        raise DataError(f"{images} has no labels beside it: {choices[0]} is wanted")
    return found[0]


def _choose(folder: Path, part: str) -> list[Path]:
    images = [path for path in sorted(folder.iterdir()) if _is_picture_file(path)]
    words = {"test": _TEST_WORDS, "train": _TRAIN_WORDS}.get(part, ())
    named = [path for path in images if any(word in path.name.lower() for word in words)]
    chosen = {path.name.removesuffix(".gz"): path for path in (named or images)}
    return list(chosen.values())
