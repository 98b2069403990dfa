"""A split of the data a user names: its own test part, or a tenth by hash, and rows to tune on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset
from glyphcam.training.datasets import empty_classes, load
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, hashes, is_held, without_twins

_TENTHS, _FEWEST = 10, 20


def given_split(recogniser: Recogniser, paths: Sequence[Path]) -> GlyphSplit:
    """Read the sets at ``paths``; DataError where too little is left to learn or be judged by."""
    learned, judged = load(paths, recogniser, "train"), load(paths, recogniser, "test")
    empty = empty_classes(learned, recogniser)
    if empty:
        raise DataError(f"{learned.name} has no picture of {' '.join(empty)}: a class is empty")
    if np.array_equal(learned.patches, judged.patches):
        keys = _keys(learned)
        learned, judged = learned.rows(keys % _TENTHS != 0), learned.rows(keys % _TENTHS == 0)
    tunes = is_held(_keys(learned))
    parts = [learned.rows(~tunes), learned.rows(tunes), judged]
    train, held, test = (GlyphSet(part.name, part.patches, part.targets) for part in parts)
    if min(len(part.targets) for part in (train, held, test)) < _FEWEST:
        raise DataError(f"{learned.name}: {len(learned)} pictures are too few to learn from")
    return GlyphSplit(without_twins(train, [test]), held, (test,))


def _keys(data: Dataset) -> NDArray[np.int64]:
    """Return a hash a row: of its writer where enough are known to set some apart, else its own."""
    if data.groups is not None and is_held(hashes(data.groups)).any():
        return hashes(data.groups)
    return hashes(data.patches)
