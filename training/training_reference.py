"""What the training data look like, in a few numbers: `python -m` writes training_reference.json.

Of each recogniser: a few looks a label (see review_closeness.py), so far from which hardly any
training picture lies that what is farther is new; of hands also how bright the picture and how
large the hand was in nine sources of ten. Means of many people: numbers of nobody in particular.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.review_closeness import Looks, distances
from glyphcam.models.patch import cut, hand_square
from glyphcam.models.recognisers import RECOGNISERS, Crop, Recogniser
from glyphcam.models.training_reference import (
    REFERENCE_FILE,
    SCALE,
    hand_looks,
    part_of,
    patch_looks,
)
from glyphcam.training.asl_rows import read_rows
from glyphcam.training.default_sets import headline_set, train_set
from glyphcam.training.landmark_set import landmark_columns

CENTRES = 4
"""Looks a label: so many ways of turning a hand or writing a character are told apart."""

MOST_OF_A_LABEL = 500
ROUNDS = 12

COVERED = 0.99
"""So many of the pictures kept apart lie within the limit."""


def hand_reference(folder: Path) -> dict[str, Any]:
    """Return the reference of hands: centres of all sources, the limit from sources kept apart."""
    rows = read_rows(folder)
    seen = hand_looks(rows.landmarks)
    names = np.unique(rows.sources)
    is_apart = np.isin(rows.sources, names[::2])
    limit = limit_of(seen[is_apart], centres_of(seen[~is_apart], rows.targets[~is_apart]))
    columns = landmark_columns(folder)
    return {
        "centres": told(centres_of(seen, rows.targets)),
        "limit": round(limit, 2),
        "brightness": range_of(brightness(folder, columns), columns["source"]),
        "hand_px": range_of(hand_sizes(columns), columns["source"]),
    }


def glyph_reference(recogniser: Recogniser, folder: Path) -> dict[str, Any]:
    """Return the reference of ink or goods: they have no hand, and their patches no light."""
    train, apart = train_set(recogniser, folder), headline_set(recogniser, folder)
    centres = centres_of(patch_looks(train.patches), train.targets)
    return {
        "centres": told(centres),
        "limit": round(limit_of(patch_looks(apart.patches), centres), 2),
        "brightness": None,
        "hand_px": None,
    }


def centres_of(seen: Looks, targets: NDArray[np.int64], seed: int = 0) -> Looks:
    """Return ``CENTRES`` looks of each label by k-means, from at most ``MOST_OF_A_LABEL`` rows."""
    chance = np.random.default_rng(seed)
    parts = []
    for target in np.unique(targets):
        own = seen[targets == target]
        own = own[chance.permutation(len(own))[:MOST_OF_A_LABEL]]
        centres = own[:CENTRES].copy()
        for _ in range(ROUNDS):
            nearest = np.stack([distances(centre, own) for centre in centres]).argmin(axis=0)
            for number in np.unique(nearest):
                centres[number] = own[nearest == number].mean(axis=0)
        parts.append(centres)
    return np.concatenate(parts)


def limit_of(seen: Looks, centres: Looks) -> float:
    """Return the distance to the nearest centre within which ``COVERED`` of the looks lie."""
    nearest = np.min([distances(centre, seen) for centre in centres], axis=0)
    return float(np.quantile(nearest, COVERED))


def brightness(folder: Path, columns: Any) -> NDArray[np.float64]:
    """Return the mean grey of the hand's square in each row's picture, NaN for no picture."""
    found = np.full(len(columns["image"]), np.nan)
    for row in np.flatnonzero(columns["image"] != ""):
        gray = cv2.imread(str(folder / str(columns["image"][row])), cv2.IMREAD_GRAYSCALE)
        if gray is not None:
            quad = hand_square(np.asarray(columns["landmarks"][row], np.float32))
            found[row] = cut(np.asarray(gray, np.uint8), quad).mean()
    return found


def hand_sizes(columns: Any) -> NDArray[np.float64]:
    """Return each hand's longer side in px of the camera's frame, NaN where only a crop is kept."""
    sizes = np.ptp(columns["landmarks"][:, :, :2], axis=1).max(axis=1).astype(np.float64)
    sizes[columns["image"] != ""] = np.nan
    return sizes


def range_of(values: NDArray[np.float64], sources: NDArray[np.str_]) -> dict[str, float]:
    """Return where the medians of nine sources in ten lie."""
    known = np.isfinite(values)
    medians = [
        np.median(values[known & (sources == name)])
        for name in np.unique(sources)
        if (known & (sources == name)).any()
    ]
    low, middle, high = np.percentile(medians, (5, 50, 95))
    return {"low": round(low, 1), "middle": round(middle, 1), "high": round(high, 1)}


def told(centres: Looks) -> list[list[int]]:
    """Return centres as whole numbers, the part of them that is used."""
    return np.rint(part_of(centres) * SCALE).astype(int).tolist()


def main(folder: Path) -> None:
    """Write models/training_reference.json from the data in ``folder``."""
    found = {}
    for name, recogniser in RECOGNISERS.items():
        is_hand = recogniser.crop is Crop.HAND
        found[name] = (
            hand_reference(folder / name) if is_hand else glyph_reference(recogniser, folder)
        )
    lines = (f'"{name}": {json.dumps(one)}' for name, one in found.items())
    REFERENCE_FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
