"""Corrections taken away as a data set: a folder a class, CSV, NPZ or Label Studio tasks."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.calibration.review_item import Corrections
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_labelstudio import export_tasks
from glyphcam.live.session_file import PrivateFile, write_private
from glyphcam.models.recognisers import RECOGNISERS

NOT_A_SIGN = "not-a-sign"
"""The folder and CSV label of what is nothing to be read."""

Export = Callable[[ReviewStore, Corrections, Path], int]
"""Writes to a path and returns how many samples it wrote."""


def export_review(store: ReviewStore, recogniser: str, form: str, path: Path) -> int:
    """Write the corrections of a recogniser to ``path``; return how many.

    SettingError where there are none or ``path`` is taken.
    """
    found = store.corrections(recogniser, has_not_a_sign=True)
    if form != "labelstudio" and not len(found):
        raise SettingError(f"nobody has corrected any {recogniser} yet: run 'glyphcam review'")
    if path.exists():
        raise SettingError(f"{path} is there already: choose another name with -o")
    try:
        return FORMATS[form](store, found, path)
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}") from error


def _folder(store: ReviewStore, found: Corrections, path: Path) -> int:
    """One folder a class: the crop, or the patch as PNG where no picture is kept."""
    path.mkdir(mode=0o700, parents=True)
    for index, item_id in enumerate(found.item_ids):
        folder = path / folder_name(str(found.labels[index]))
        folder.mkdir(mode=0o700, exist_ok=True)
        kept = store.picture(int(item_id))
        is_png = kept is None or kept.startswith(b"\x89PNG")
        content = _png(found.patches[index]) if kept is None else kept
        with PrivateFile(folder / f"{item_id:06d}.{'png' if is_png else 'jpg'}") as file:
            file.write(content)
    return len(found)


def _csv(store: ReviewStore, found: Corrections, path: Path) -> int:
    """Write a row a sample, the label first and then 784 grey levels, as MNIST's CSV is."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["label", *(f"pixel{number}" for number in range(784))])
    for label, patch in zip(found.labels, found.patches, strict=True):
        rows.writerow([str(label) or NOT_A_SIGN, *patch.reshape(-1).tolist()])
    write_private(path, text.getvalue())
    return len(found)


def _npz(store: ReviewStore, found: Corrections, path: Path) -> int:
    """Write x (n, 28, 28), y (n,) rows of ``classes``, source, weight, and hands where there are.

    What is no sign has no class and is left out.
    """
    is_sign = found.labels != ""
    labels = RECOGNISERS[found.recogniser].labels
    unknown = sorted(set(found.labels[is_sign].tolist()) - set(labels))
    if unknown:
        raise DataError(f"{' '.join(unknown)} are no labels of {found.recogniser}: forget them")
    arrays = {
        "x": found.patches[is_sign],
        "y": np.array([labels.index(str(one)) for one in found.labels[is_sign]], np.uint8),
        "classes": np.array(labels),
        "source": found.sources[is_sign],
        "weight": found.weights[is_sign],
    }
    for name, points in (("landmarks", found.landmarks), ("world", found.world)):
        if points is not None:
            arrays[name] = points[is_sign]
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    with PrivateFile(path) as file:
        file.write(buffer.getvalue())
    return int(is_sign.sum())


def _labelstudio(store: ReviewStore, found: Corrections, path: Path) -> int:
    return export_tasks(store, found.recogniser, path)


def folder_name(label: str) -> str:
    """Return a label as the name of a folder: T-shirt/top becomes T-shirt_top."""
    return label.replace("/", "_").replace("\\", "_") or NOT_A_SIGN


def _png(patch: np.ndarray) -> bytes:
    _, png = cv2.imencode(".png", patch)
    return np.asarray(png).tobytes()


FORMATS: Mapping[str, Export] = MappingProxyType(
    {"folder": _folder, "csv": _csv, "npz": _npz, "labelstudio": _labelstudio}
)
"""What ``--to`` takes."""

NAMES: Mapping[str, str] = MappingProxyType(
    {"folder": "", "csv": ".csv", "npz": ".npz", "labelstudio": ".json"}
)
"""What a file of each form is called, after the recogniser's name."""
