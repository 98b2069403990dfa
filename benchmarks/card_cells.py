"""Handwritten letters cut from the phone photos of the data folder, one writer a photo."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

_INSET = 6
"""Pixels left off each side of a cell, so that the printed grid stays out of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One letter of one writer: ``picture`` (h, w, 3) uint8 BGR as the phone took it."""

    writer: str
    label: str
    picture: NDArray[np.uint8]

    @property
    def ink(self) -> NDArray[np.float32]:
        """The letter alone: (h, w) float32, 1 where the paper is bare, towards 0 in the ink."""
        gray = cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)
        paper = cv2.medianBlur(cv2.dilate(gray, np.ones((61, 61), np.uint8)), 31)
        return np.clip(gray / np.maximum(paper, 1), 0.0, 1.0).astype(np.float32)


def read_cells(folder: Path) -> tuple[Cell, ...]:
    """Return every labelled cell of ``folder`` (photos beside labels.csv), photo after photo."""
    with (folder / "labels.csv").open(newline="") as file:
        return tuple(_cut(folder, list(csv.DictReader(file))))


def _cut(folder: Path, rows: list[dict[str, str]]) -> Iterator[Cell]:
    photos = {name: cv2.imread(str(folder / name)) for name in {row["photo"] for row in rows}}
    for row in rows:
        x, y, w, h = (int(row[key]) for key in "xywh")
        photo = photos[row["photo"]]
        inside = photo[y + _INSET : y + h - _INSET, x + _INSET : x + w - _INSET]
        yield Cell(Path(row["photo"]).stem, row["label"], inside)


def split_writers(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Return (tuning, reporting): every other writer, so that no pen is in both."""
    writers = sorted({cell.writer for cell in cells})
    tuning = set(writers[::2])
    return (
        tuple(cell for cell in cells if cell.writer in tuning),
        tuple(cell for cell in cells if cell.writer not in tuning),
    )
