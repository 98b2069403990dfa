"""The shipped glyph models keep what their cards say, on a small real slice."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.network import Network
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import SHELF

ROWS = (
    # recogniser, kind, file, pictures, targets, first label, floor over 400 pictures
    ("digits", "cnn", "mnist.npz", "x_test", "y_test", 0, 0.985),
    ("digits", "knn", "mnist.npz", "x_test", "y_test", 0, 0.97),
    ("digits", "svm", "mnist.npz", "x_test", "y_test", 0, 0.97),
    ("characters", "cnn", "letters.npz", "x", "y", 10, 0.85),
    ("characters", "knn", "letters.npz", "x", "y", 10, 0.8),
    ("kannada", "cnn", "kannada.npz", "x_test", "y_test", 0, 0.975),
    ("kannada", "knn", "kannada.npz", "x_test", "y_test", 0, 0.93),
    ("fashion", "cnn", "fashion_mnist.npz", "x_test", "y_test", 0, 0.9),
    ("fashion", "knn", "fashion_mnist.npz", "x_test", "y_test", 0, 0.82),
)


def network(name: str, kind: str) -> Network:
    path = SHELF / f"{name}-{kind}.onnx"
    if not path.is_file():
        pytest.skip(f"{path.name} is not shipped")
    return Network.load(path, RECOGNISERS[name])


@pytest.mark.parametrize(
    ("name", "kind", "file", "pictures", "targets", "first", "floor"), ROWS, ids=lambda v: str(v)
)
def test_a_shipped_model_reads_its_data(
    data: Path,
    name: str,
    kind: str,
    file: str,
    pictures: str,
    targets: str,
    first: int,
    floor: float,
) -> None:
    model = network(name, kind)
    with np.load(data / file, allow_pickle=False) as arrays:
        rows = np.random.default_rng(0).permutation(len(arrays[targets]))[:400]
        raw, truth = arrays[pictures][rows], arrays[targets][rows].astype(int) + first
    patches = np.array([to_patch(one, RECOGNISERS[name].crop) for one in raw])
    answers = model.probabilities(patches).argmax(axis=1)
    assert (answers == truth).mean() > floor


def marker(label: str, side: int, stroke: int) -> NDArray[np.uint8]:
    """A glyph of three strokes or fewer, as a felt pen leaves it."""
    strokes = {
        "7": [[(0.25, 0.2), (0.75, 0.2), (0.4, 0.85)]],
        "L": [[(0.3, 0.15), (0.3, 0.85), (0.75, 0.85)]],
        "T": [[(0.2, 0.2), (0.8, 0.2)], [(0.5, 0.2), (0.5, 0.85)]],
        "X": [[(0.2, 0.15), (0.8, 0.85)], [(0.8, 0.15), (0.2, 0.85)]],
        "4": [[(0.6, 0.85), (0.6, 0.15), (0.2, 0.6), (0.8, 0.6)]],
    }
    picture = np.zeros((side, side), np.uint8)
    for line in strokes[label]:
        points = (np.array(line) * side).astype(np.int32)
        cv2.polylines(picture, [points], False, 255, stroke, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize("label", ["7", "L", "T", "X", "4"])
@pytest.mark.parametrize("stroke_share", [0.03, 0.08, 0.13])
def test_plain_strokes_are_read_from_pencil_to_thick_marker(
    label: str, stroke_share: float
) -> None:
    model, entry = network("characters", "cnn"), RECOGNISERS["characters"]
    patch = to_patch(marker(label, 160, round(160 * stroke_share)), entry.crop)
    answer = model.probabilities(patch[None])[0].argmax()
    assert entry.labels[int(answer)] == label
