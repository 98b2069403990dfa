"""People's corrections as training data: learned from with weight, never measured on.

They come from the review queue (calibration/review_store.py) when ``train --with-review`` or
``review retrain`` ask for them, and join the pictures to learn from after every split was made: no
test, calibration or fold ever holds one. Whole sessions are held back to judge a retrained model.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.review_file import FILE
from glyphcam.calibration.review_item import Corrections
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.training.asl_rows import CORRECTED, AslRows
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, joined, without_twins
from glyphcam.training.recipe import REVIEW_QUEUE

IS_JUDGED = "review_judged"
"""The recipe setting that is "yes" where the held-back share must be left out of training."""

COUNTS_AS = 10
"""A correction all reviewers agree on is shown as often as so many pictures of the data set."""

HELD_OF = 4
"""One in so many sessions is held back to judge by."""


def read_corrections(recogniser: Recogniser, folder: Path) -> Corrections:
    """Return what people said of a recogniser's readings; DataError where they said nothing."""
    if not (folder / FILE).is_file():
        raise DataError(
            f"there is no review queue in {folder}: fill one with "
            f"'glyphcam live {recogniser.name} --queue', or name another with --queue-dir"
        )
    with ReviewStore.open(folder) as store:
        found = store.corrections(recogniser.name)
    if not len(found):
        raise DataError(
            f"nobody has answered anything of {recogniser.name} in {folder} yet: "
            "run 'glyphcam review' first"
        )
    return found


def is_held_back(found: Corrections) -> NDArray[np.bool_]:
    """Return which corrections (n,) judge and do not teach: whole sessions, fixed by hash.

    Where all are of one session it is the last quarter of them, which flatters: the same evening.
    """
    names = np.unique(found.sources)
    if len(names) == 1:
        return np.arange(len(found)) >= len(found) - max(1, len(found) // HELD_OF)
    hashes = {str(name): zlib.crc32(str(name).encode()) for name in names}
    chosen = sorted(hashes, key=lambda name: hashes[name])[: max(1, len(names) // HELD_OF)]
    return np.isin(found.sources, chosen)


def taken(found: Corrections, rows: NDArray[np.bool_]) -> Corrections:
    """Return the chosen corrections."""
    arrays = {
        field.name: getattr(found, field.name)[rows]
        for field in fields(found)
        if isinstance(getattr(found, field.name), np.ndarray)
    }
    return replace(found, **arrays)


def with_hand(found: Corrections) -> Corrections:
    """Return the corrections that have a hand's landmarks; there must be landmarks at all."""
    points = np.zeros((len(found), 21, 3)) if found.landmarks is None else found.landmarks
    return taken(found, np.asarray(~np.isnan(points).any(axis=(1, 2)), np.bool_))


def teaching(recogniser: Recogniser, settings: Mapping[str, str]) -> Corrections | None:
    """Return the corrections a recipe's ``settings`` ask for, None where they ask for none."""
    if REVIEW_QUEUE not in settings:
        return None
    found = read_corrections(recogniser, Path(settings[REVIEW_QUEUE]))
    return taken(found, ~is_held_back(found)) if settings.get(IS_JUDGED) == "yes" else found


def targets_of(recogniser: Recogniser, found: Corrections) -> NDArray[np.int64]:
    """Return the corrections' columns (n,) in the recogniser's labels."""
    strange = sorted({str(label) for label in found.labels} - set(recogniser.labels))
    if strange:
        raise DataError(
            f"the review queue holds the labels {' '.join(strange)}, {recogniser.name} has "
            f"{' '.join(recogniser.labels)}: undo these answers in 'glyphcam review'"
        )
    return np.array([recogniser.labels.index(str(label)) for label in found.labels], np.int64)


def with_glyphs(
    split: GlyphSplit, recogniser: Recogniser, settings: Mapping[str, str]
) -> GlyphSplit:
    """Return the split with the corrections among what is learned, each as its weight says."""
    found = teaching(recogniser, settings)
    if found is None or not len(found):
        return split
    own = GlyphSet("review", found.patches, targets_of(recogniser, found))
    times = np.maximum(1, np.rint(found.weights * COUNTS_AS)).astype(np.int64)
    own = own.rows(np.repeat(np.arange(len(found)), times))
    if recogniser.crop is Crop.INK:  # somebody may have shown the camera a test picture
        own = without_twins(own, split.tests)
    return replace(split, train=joined(split.train.name, [split.train, own]))


def with_hands(rows: AslRows, recogniser: Recogniser, settings: Mapping[str, str]) -> AslRows:
    """Return the rows with the corrections as sources of their own, which are not measured on.

    A source counts as much as any other, whatever its size: `balanced` sees to it.
    """
    found = teaching(recogniser, settings)
    if found is None or not len(found):
        return rows
    if found.landmarks is None:
        raise DataError("the corrections of asl hold no hand landmarks: review hands, not drawings")
    found = with_hand(found)
    hands = np.zeros((0, 21, 3), np.float32) if found.landmarks is None else found.landmarks
    return AslRows(
        np.concatenate([rows.landmarks, hands]),
        np.concatenate([rows.patches, found.patches]),
        np.concatenate([rows.has_patch, np.ones(len(found), np.bool_)]),
        np.concatenate([rows.targets, targets_of(recogniser, found)]),
        np.concatenate([rows.sources, np.char.add(CORRECTED, found.sources.astype(str))]),
    )
