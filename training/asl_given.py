"""Pictures of hands that a user names, in any loader's form, as the rows ASL models learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.asl_rows import MIN_LETTERS, AslRows
from glyphcam.training.dataset import Dataset
from glyphcam.training.datasets import load
from glyphcam.training.glyph_data import hashes

PARTS = 5
BY_HASH = "part by hash "
"""What the sources are called of a set that names none: each part is left out once, but the same
people are in all of them, so that figures on them are too high."""


def given_rows(paths: Sequence[Path], skips_unreadable: bool = False) -> AslRows:
    """Return the hands found in the sets at ``paths``, by the sources these name.

    Where fewer than two sources show nearly every letter, five parts by hash stand for them.
    DataError where there are no hands, or too few letters to leave a part out.
    """
    data = load(paths, RECOGNISERS["asl"], "train", skips_unreadable)
    if data.landmarks is None or not len(data):
        raise DataError(
            f"{data.name}: no hand was found in its pictures, and ASL models learn from hands: "
            "give pictures of 100 pixels and more a side"
        )
    rows = AslRows(
        landmarks=data.landmarks,
        patches=data.patches,
        has_patch=np.asarray(data.patches.any(axis=(1, 2))),
        targets=data.targets,
        sources=_parts(data) if data.groups is None else data.groups,
    )
    if len(rows.measured_sources()) < 2:
        rows = replace(rows, sources=_parts(data))
    if len(rows.measured_sources()) < 2:
        raise DataError(
            f"{data.name}: {len(rows.targets)} hands of {len(np.unique(rows.targets))} letters are "
            f"too few: at least two fifths of them must show {MIN_LETTERS - 2} of the 24 letters"
        )
    return rows


def is_by_hash(sources: NDArray[np.str_]) -> bool:
    """Return whether ``sources`` (n,) are parts made here, for want of named people."""
    return bool(np.char.startswith(sources, BY_HASH).any())


def _parts(data: Dataset) -> NDArray[np.str_]:
    """Return a part a row: each letter's pictures, in the order of their hashes, dealt round."""
    keys, parts = hashes(data.patches), np.zeros(len(data), np.int64)
    for target in np.unique(data.targets):
        same = np.flatnonzero(data.targets == target)
        parts[same[np.argsort(keys[same], kind="stable")]] = np.arange(len(same)) % PARTS
    return np.array([f"{BY_HASH}{part + 1}" for part in parts], np.str_)
