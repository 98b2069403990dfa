"""Pens that no training saw: scikit-learn's 8x8 digits, and marker letters cut from photos."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import PictureError
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.training.glyph_data import GlyphSet

_INSET = 0.07  # of a cell's side: its grid lines lie outside


def strangers(recogniser: Recogniser, folder: Path) -> tuple[GlyphSet, ...]:
    """Return the sets whose labels ``recogniser`` reads, in the form the networks see."""
    read = (scanned_digits(recogniser), card_letters(recogniser, folder / "cards"))
    return tuple(one for one in read if len(one.targets))


def scanned_digits(recogniser: Recogniser) -> GlyphSet:
    """Return scikit-learn's 1,797 digits of 43 writers, 8x8 with 17 greys, enlarged."""
    from sklearn.datasets import load_digits

    if "7" not in recogniser.labels or recogniser.name == "kannada":
        return _of(recogniser, "optdigits", [], [])
    digits = load_digits()
    pictures = [
        cv2.resize(np.uint8(one * 15.9), (28, 28), interpolation=cv2.INTER_CUBIC)
        for one in digits.images
    ]
    return _of(recogniser, "optdigits", pictures, [str(one) for one in digits.target])


def card_letters(recogniser: Recogniser, cards: Path) -> GlyphSet:
    """Return the labelled cells of the card photos, cleaned of grid lines and shadow."""
    if not cards.is_dir():
        return _of(recogniser, "cards", [], [])
    with (cards / "labels.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] in recogniser.labels]
    photos = {name: _photo(cards / name) for name in {row["photo"] for row in rows}}
    pictures = [_cell(photos[row["photo"]], row) for row in rows]
    return _of(recogniser, "cards", pictures, [row["label"] for row in rows])


def _of(
    recogniser: Recogniser, name: str, pictures: list[NDArray[np.uint8]], labels: list[str]
) -> GlyphSet:
    patches = [to_patch(picture, Crop.INK) for picture in pictures]
    targets = [recogniser.labels.index(label) for label in labels]
    return GlyphSet(
        name, np.array(patches, np.uint8).reshape(-1, 28, 28), np.array(targets, np.int64)
    )


def _photo(path: Path) -> NDArray[np.uint8]:
    photo = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if photo is None:
        raise PictureError(f"{path} cannot be read as a picture: put back the file")
    return np.asarray(photo, np.uint8)


def _cell(photo: NDArray[np.uint8], row: dict[str, str]) -> NDArray[np.uint8]:
    """Cut one cell and return its ink, light on black, without what touches the cell's edge."""
    x, y, wide, high = (int(row[side]) for side in ("x", "y", "w", "h"))
    in_x, in_y = round(wide * _INSET), round(high * _INSET)
    cell = cv2.GaussianBlur(
        photo[y + in_y : y + high - in_y, x + in_x : x + wide - in_x], (0, 0), 1
    )
    paper = cv2.medianBlur(cv2.dilate(cell, np.ones((25, 25), np.uint8)), 31)
    ink = cv2.subtract(paper, cell)
    level, mask = cv2.threshold(ink, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    keep = [part for part in range(1, count) if _is_stroke(stats[part], mask.shape)]
    near = cv2.dilate(np.isin(parts, keep).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(near > 0, cv2.subtract(ink, np.full_like(ink, int(level * 0.3))), 0).astype(
        np.uint8
    )


def _is_stroke(stats: NDArray[np.int32], shape: tuple[int, ...]) -> bool:
    """Tell a stroke from a grid line's remnant: thin, long and along the edge."""
    x, y, wide, high, area = (int(v) for v in stats[:5])
    margin = 0.06
    at_side = x + wide < shape[1] * margin or x > shape[1] * (1 - margin)
    at_end = y + high < shape[0] * margin or y > shape[0] * (1 - margin)
    return not at_side and not at_end and area > 0.002 * shape[0] * shape[1]
