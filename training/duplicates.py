"""The same picture twice: within a set, and in what is learned from and what is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset, Pictures
from glyphcam.training.datasets import load_raw


def duplicate_groups(data: Dataset) -> tuple[tuple[int, ...], ...]:
    """Return the rows of each picture that is there more than once, largest group first."""
    found = [tuple(rows) for rows in _rows_by_hash(data.patches).values() if len(rows) > 1]
    return tuple(sorted(found, key=lambda rows: (-len(rows), rows)))


def shared_rows(learned: Pictures, judged: Pictures) -> NDArray[np.intp]:
    """Return the rows of ``judged`` whose picture is among ``learned`` as well, by hash."""
    known = _rows_by_hash(learned).keys()
    found = _rows_by_hash(judged).items()
    return np.array(sorted(r for key, rows in found if key in known for r in rows), np.intp)


def shared_by_sources(patches: NDArray[np.uint8], sources: NDArray[np.str_]) -> int:
    """Return how many of ``patches`` (n, 28, 28) another of the ``sources`` (n,) has as well."""
    groups = _rows_by_hash(patches).values()
    return sum(len(rows) for rows in groups if len(set(sources[rows].tolist())) > 1)


def shared_parts(named: Sequence[str], recogniser: Recogniser) -> int | None:
    """Return how many test pictures of data sets are in their training parts; None without such."""
    counts = []
    for each in named:
        whole, train, test = (load_raw(each, recogniser, p) for p in ("all", "train", "test"))
        if len(train.pictures) < len(whole.pictures) > len(test.pictures):
            counts.append(len(shared_rows(train.pictures, test.pictures)))
    return sum(counts) if counts else None


def _rows_by_hash(pictures: Pictures) -> Mapping[bytes, list[int]]:
    rows: defaultdict[bytes, list[int]] = defaultdict(list)
    for row in range(len(pictures)):
        picture = pictures[row]
        if picture.any():  # blank pictures are alike and say nothing
            rows[blake2b(picture.tobytes(), digest_size=16).digest()].append(row)
    return rows
