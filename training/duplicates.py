"""The same picture twice: within a set, and in what is learned from and what is judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from glyphcam.training.dataset import Dataset, Pictures, RawSet


def duplicate_groups(data: Dataset) -> tuple[tuple[int, ...], ...]:
    """Return the rows of each picture that is there more than once, largest group first."""
    found = [tuple(rows) for rows in _rows_by_hash(data.patches).values() if len(rows) > 1]
    return tuple(sorted(found, key=lambda rows: (-len(rows), rows)))


def shared_rows(train: RawSet, test: RawSet) -> NDArray[np.intp]:
    """Return the rows of ``test`` whose picture is in ``train`` as well, by hash."""
    learned = _rows_by_hash(train.pictures).keys()
    found = _rows_by_hash(test.pictures).items()
    return np.array(sorted(r for key, rows in found if key in learned for r in rows), np.intp)


def _rows_by_hash(pictures: Pictures) -> Mapping[bytes, list[int]]:
    rows: defaultdict[bytes, list[int]] = defaultdict(list)
    for row in range(len(pictures)):
        picture = pictures[row]
        if picture.any():  # blank pictures are alike and say nothing
            rows[blake2b(picture.tobytes(), digest_size=16).digest()].append(row)
    return rows
