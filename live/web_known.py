"""Training examples to compare with: some of each set's pictures, as the network sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.hand import Hand
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation, observe_hand
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop, Recogniser, recogniser_named

MOST = 2000
"""Examples that are looked through, drawn once and for all: half a second to read."""

SHOWN = 8


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the network saw of each example, its label, and where it lies for the network (n, d)."""

    observations: tuple[Observation, ...]
    labels: tuple[str, ...]
    points: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """One training example near what was asked: its observation, its label and how far it is."""

    observation: Observation
    label: str
    distance: float


@dataclass(frozen=True, slots=True)
class _File:
    """Where a set lies in the data folder: the keys of its pictures and labels, and its labels."""

    name: str
    pictures: str
    labels: str


_LEARNED: Mapping[str, tuple[_File, ...]] = MappingProxyType(
    {
        "digits": (_File("mnist.npz", "x_train", "y_train"),),
        "characters": (_File("emnist_digits.npz", "x", "y"), _File("letters.npz", "x", "y")),
        "kannada": (_File("kannada.npz", "x_train", "y_train"),),
        "fashion": (_File("fashion_mnist.npz", "x_train", "y_train"),),
    }
)


def nearest(known: Known, network: Network, observation: Observation) -> tuple[Alike, ...]:
    """Return the examples nearest to ``observation`` by the network's own measure, nearest first.

    That is the distance in its last hidden layer, or of the pixels where it gives none.
    """
    gaps = np.linalg.norm(known.points - _points(network, (observation,))[0], axis=1)
    order = np.argsort(gaps, kind="stable")[:SHOWN]
    return tuple(Alike(known.observations[i], known.labels[i], float(gaps[i])) for i in order)


@lru_cache(maxsize=6)
def known_of(folder: Path, network: Network) -> Known:
    """Return examples of what ``network`` learned from; DataError where ``folder`` has them not."""
    recogniser = recogniser_named(network.stamp.recogniser)
    load = _hands if recogniser.crop is Crop.HAND else _pictures
    try:
        observations, labels = load(folder, recogniser)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{folder} holds no training pictures of {recogniser.name} ({error})"
        ) from error
    return Known(observations, labels, _points(network, observations))


def _pictures(
    folder: Path, recogniser: Recogniser
) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    observations: list[Observation] = []
    labels: list[str] = []
    files = _LEARNED[recogniser.name]
    for file in files:
        with np.load(folder / file.name, allow_pickle=False) as archive:
            pictures, targets = archive[file.pictures], archive[file.labels]
            names = archive["classes"]
        for row in _some(len(pictures), MOST // len(files)):
            observations.append(Observation(to_patch(pictures[row], recogniser.crop)))
            labels.append(str(names[targets[row]]))
    return tuple(observations), tuple(labels)


def _hands(folder: Path, recogniser: Recogniser) -> tuple[tuple[Observation, ...], tuple[str, ...]]:
    with np.load(folder / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        columns = {name: archive[name] for name in _HAND_COLUMNS}
    rows = np.flatnonzero((columns["image"] != "") & np.isin(columns["letter"], recogniser.labels))
    observations: list[Observation] = []
    labels: list[str] = []
    for row in rows[_some(len(rows), MOST)]:
        content = np.fromfile(folder / "asl" / str(columns["image"][row]), np.uint8)
        picture = cv2.imdecode(content, cv2.IMREAD_COLOR)
        if picture is not None:
            hand = Hand(
                columns["landmarks"][row].astype(np.float32),
                columns["world"][row].astype(np.float32),
                float(columns["handedness"][row] == "Left"),  # the legacy label is of a mirror
                float(columns["score"][row]),
            )
            observations.append(observe_hand(picture, hand))
            labels.append(str(columns["letter"][row]))
    return tuple(observations), tuple(labels)


_HAND_COLUMNS = ("image", "letter", "landmarks", "world", "score", "handedness")


def _some(size: int, count: int) -> NDArray[np.intp]:
    return np.sort(np.random.default_rng(0).permutation(size)[:count]).astype(np.intp)


def _points(network: Network, observations: tuple[Observation, ...]) -> NDArray[np.float32]:
    patches = np.stack([one.patch for one in observations])
    if "embedding" not in network.output_names:
        return patches.reshape(len(patches), -1).astype(np.float32)
    landmarks = [one.landmarks for one in observations if one.landmarks is not None]
    return network.embedding(patches, np.stack(landmarks) if landmarks else None)
