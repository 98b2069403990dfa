"""A split of the data a user names: its own test part, or a tenth by hash, and rows to tune on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset
from glyphcam.training.datasets import empty_classes, load
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, hashes, is_held, without_twins

_TENTHS, _FEWEST = 10, 20


def given_split(
    recogniser: Recogniser, paths: Sequence[Path], skips_unreadable: bool = False
) -> GlyphSplit:
    """Read the sets at ``paths``; DataError where too little is left to learn or be judged by."""
    learned, judged = (
        load(paths, recogniser, part, skips_unreadable) for part in ("train", "test")
    )
    empty = empty_classes(learned, recogniser)
    if empty:
        raise DataError(f"{learned.name} has no picture of {' '.join(empty)}: a class is empty")
    judge = f"{judged.name}, its own test part"
    if np.array_equal(learned.patches, judged.patches):
        keys = _keys(learned)
        judge = f"{judged.name}, a tenth by {_kept_together(learned)}, fixed by hash"
        learned, judged = learned.rows(keys % _TENTHS != 0), learned.rows(keys % _TENTHS == 0)
    tunes = is_held(_keys(learned))
    parts = [learned.rows(~tunes), learned.rows(tunes), replace(judged, name=judge)]
    train, held, test = (GlyphSet(part.name, part.patches, part.targets) for part in parts)
    if min(len(part.targets) for part in (train, held, test)) < _FEWEST:
        raise DataError(f"{learned.name}: {len(learned)} pictures are too few to learn from")
    return GlyphSplit(without_twins(train, [test]), held, (test,))


def _keys(data: Dataset) -> NDArray[np.int64]:
    """Return a hash a row: of its writer where enough are known to set some apart, else its own."""
    return hashes(data.patches if data.groups is None or not _sets_apart(data) else data.groups)


def _kept_together(data: Dataset) -> str:
    return "writer" if data.groups is not None and _sets_apart(data) else "picture"


def _sets_apart(data: Dataset) -> bool:
    return data.groups is not None and bool(is_held(hashes(data.groups)).any())
