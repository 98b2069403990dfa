"""Leave one source out: each person and room answered by a model that never saw them.

A fold takes a minute, so its answers are kept in the cache folder under a key of the data and the
recipe; a run that was stopped goes on where it was, and two kinds that share a network share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from glyphcam.models.cache import cache_folder
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.data_stamp import fingerprint

FoldAnswer = Callable[[AslRows, AslRows], NDArray[np.float32]]
"""``(taught, asked) -> (len(asked), d)``: train on the one, answer for the other."""


def left_out(
    rows: AslRows, recipe: str, answer: FoldAnswer, is_quiet: bool = False
) -> NDArray[np.float32]:
    """Return answers (n, d) float32 for the rows of measured sources, NaN for the others.

    ``recipe`` is a text that names everything besides the data that the answers depend on.
    """
    folder = fold_folder(rows, recipe)
    answers: dict[str, NDArray[np.float32]] = {}
    for source in tqdm(rows.measured_sources(), desc="sources left out", disable=is_quiet):
        is_asked = rows.sources == source
        path = folder / f"{source}.npy"
        if not path.is_file():
            waiting = path.with_suffix(".part.npy")  # Ctrl-C leaves no half of a fold
            np.save(waiting, answer(rows.take(~is_asked), rows.take(is_asked)))
            waiting.replace(path)
        answers[source] = np.load(path, allow_pickle=False)
    width = next(iter(answers.values())).shape[1]
    whole = np.full((len(rows.targets), width), np.nan, np.float32)
    for source, part in answers.items():
        whole[rows.sources == source] = part
    return whole


def fold_folder(rows: AslRows, recipe: str) -> Path:
    """Return the folder, made if need be, that keeps this recipe's folds on this data."""
    key = hashlib.sha256(f"{rows_fingerprint(rows)} {recipe}".encode()).hexdigest()[:16]
    folder = cache_folder() / "asl-folds" / key
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def rows_fingerprint(rows: AslRows) -> str:
    """Return sixteen hex digits that stand for the data."""
    return fingerprint(rows.landmarks, rows.patches, rows.targets, rows.sources)
