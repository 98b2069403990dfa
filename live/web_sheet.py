"""Uploaded patches: all read in one go, shown as a sheet, and every answer as a CSV file."""

from __future__ import annotations

import csv
import html
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import SettingError
from glyphcam.live.answer_panel import percent
from glyphcam.live.frame import Picture
from glyphcam.live.lettering import fitted, write
from glyphcam.live.open_reader import AUTO, ReaderChoice, open_network
from glyphcam.live.palette import SURE, UNSURE
from glyphcam.live.web_patches import Patches, read_patches
from glyphcam.live.web_result import Shown, answer, block
from glyphcam.models.network import Network
from glyphcam.models.patch import Patch, to_patch
from glyphcam.models.polarity import is_dark_on_light
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop, recogniser_named

SHEET_ROWS, SHEET_COLUMNS = 6, 10
_CELL = 84
_BATCH = 512


def show_patches(path: Path, choice: ReaderChoice, into: Path) -> Shown:
    """Read the patches in a file; DataError or SettingError where that cannot be.

    The answers go to ``into`` as answers.csv.
    """
    if choice.recogniser == AUTO:
        raise SettingError("patches are of one kind: choose what they show")
    network = open_network(recogniser_named(choice.recogniser), choice.model)
    given = read_patches(path)
    patches = formed(given.pixels, recogniser_named(choice.recogniser).crop)
    predictions = predict(network, patches)
    written = into / "answers.csv"
    _write(written, given, predictions)
    sheet = _sheet(patches, predictions)
    told = f"The first {min(len(patches), SHEET_ROWS * SHEET_COLUMNS)} patches and their labels"
    return Shown(_words(given, predictions), sheet, files=(written,), told=told)


def formed(pixels: NDArray[np.uint8], crop: Crop) -> list[Patch]:
    """Return pixels (n, 28, 28) uint8 in the form of ``crop``: light ink, centred, n patches.

    One file has one way round: all are turned over where most of them are dark on light.
    """
    if crop is not Crop.HAND and np.mean([is_dark_on_light(one) for one in pixels[:500]]) > 0.5:
        pixels = 255 - pixels
    return [to_patch(one, crop) for one in pixels]


def predict(network: Network, patches: Sequence[Patch]) -> list[Prediction]:
    """Return a prediction a patch; SettingError for a model that reads landmarks."""
    if network.needs_landmarks:
        raise SettingError(
            f"{network.path.name} reads hand landmarks, which patches have not: choose cnn"
        )
    rows = [
        network.probabilities(np.stack(patches[start : start + _BATCH]))
        for start in range(0, len(patches), _BATCH)
    ]
    labels, threshold = network.stamp.labels, network.stamp.threshold
    return [Prediction(labels, row, threshold) for row in np.concatenate(rows)]


def _write(path: Path, given: Patches, predictions: Sequence[Prediction]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["row", "label", "confidence", "unsure", *(["given"] if given.labels else [])]
        )
        for row, one in enumerate(predictions):
            own = [_plain(given.labels[row])] if given.labels else []
            table.writerow([row, one.label, f"{one.confidence:.4f}", int(one.is_unsure), *own])


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _words(given: Patches, predictions: Sequence[Prediction]) -> str:
    unsure = sum(one.is_unsure for one in predictions)
    count = f"{len(predictions)} patches" if len(predictions) > 1 else "1 patch"
    parts = [answer(predictions[0].label, percent(predictions[0].confidence) + " sure")]
    if len(predictions) > 1:
        parts = [answer(f"{len(predictions)}", f"patches read, {unsure} of them unsure")]
    if given.labels:
        pairs = zip(given.labels, predictions, strict=True)
        right = sum(own.strip() == one.label for own, one in pairs)
        share = html.escape(percent(right / len(predictions)))
        parts.append(f"<p>{right} of {count} have the label the file gives: {share}.</p>")
    return block(*parts)


def _sheet(patches: Sequence[Patch], predictions: Sequence[Prediction]) -> Picture:
    """Return the first patches in rows, each with its label."""
    shown = min(len(patches), SHEET_ROWS * SHEET_COLUMNS)
    columns = min(shown, SHEET_COLUMNS)
    rows = -(-shown // columns)
    sheet = np.full((rows * (_CELL + 24) + 4, columns * _CELL + 4, 3), 20, np.uint8)
    for index in range(shown):
        left, top = 4 + index % columns * _CELL, 4 + index // columns * (_CELL + 24)
        large = cv2.resize(patches[index], (_CELL - 4, _CELL - 4), interpolation=cv2.INTER_NEAREST)
        sheet[top : top + _CELL - 4, left : left + _CELL - 4] = large[..., None]
        one = predictions[index]
        words = f"{one.label}?" if one.is_unsure else one.label
        size_px = fitted(words, 17, _CELL - 8)
        write(sheet, words, (left + 2, top + _CELL - 3), size_px, UNSURE if one.is_unsure else SURE)
    return sheet
