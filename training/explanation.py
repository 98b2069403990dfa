"""Why a model answered as it did: a map of what it looked at, or the pictures it found alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import PictureError, SettingError
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.occlusion import occlusion_map
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset, RawSet
from glyphcam.training.folder_set import PictureFiles
from glyphcam.training.lime_map import lime_map
from glyphcam.training.looks import look_of
from glyphcam.training.neighbours import nearest, pixels

Map = Callable[[Network, Observation, int], NDArray[np.float32]]

MAPS: Mapping[str, Map] = MappingProxyType({"occlusion": occlusion_map, "lime": lime_map})
"""Ways to see what a model looked at, the fast one first."""

METHODS = (*MAPS, "neighbours")

_ALIKE = 8


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """One training picture near the asked one: its patch, label, distance and place."""

    patch: NDArray[np.uint8]
    label: str
    distance: float
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class Explanation:
    """An answer with its reasons: ``weights`` (28, 28) float32 for ``label``, or ``alike``."""

    picture: Path
    method: str
    label: str
    prediction: Prediction
    observation: Observation
    weights: NDArray[np.float32] | None = None
    alike: tuple[Alike, ...] = ()


def observe(picture: Path, recogniser: Recogniser) -> Observation:
    """Return what the networks see of a picture file; PictureError where there is nothing."""
    raw = RawSet(str(picture), PictureFiles([picture]), np.array([""]), places=[str(picture)])
    observation = look_of(recogniser.crop, raw)(0)
    if observation is None:
        raise PictureError(f"no hand found in {picture}: show the whole hand, not cut off")
    return observation


def explain_by_map(
    network: Network, picture: Path, observation: Observation, method: str, label: str | None
) -> Explanation:
    """Return what spoke for ``label`` (default: the answer); SettingError for another label."""
    prediction = network.recognise([observation])[0]
    wanted = label or prediction.label
    if wanted not in prediction.labels:
        raise SettingError(f"no label '{wanted}': choose one of {' '.join(prediction.labels)}")
    weights = MAPS[method](network, observation, prediction.labels.index(wanted))
    return Explanation(picture, method, wanted, prediction, observation, weights)


def explain_by_likeness(
    network: Network, picture: Path, observation: Observation, data: Dataset
) -> Explanation:
    """Return the pictures of ``data`` nearest to the asked one, by the model's own measure.

    That is its embedding where it gives one, else the pixels 0 to 1.
    """
    prediction = network.recognise([observation])[0]
    near = nearest(_points(network, data), _point(network, observation), _ALIKE)
    alike = tuple(
        Alike(
            data.patches[row],
            prediction.labels[data.targets[row]],
            float(distance),
            data.place(int(row)),
        )
        for row, distance in zip(near.rows[0], near.distances[0], strict=True)
    )
    label = prediction.label
    return Explanation(picture, "neighbours", label, prediction, observation, None, alike)


def _points(network: Network, data: Dataset) -> NDArray[np.float32]:
    if "embedding" in network.output_names:
        return network.embedding(data.patches, data.landmarks)
    return pixels(data.patches)


def _point(network: Network, observation: Observation) -> NDArray[np.float32]:
    patch, points = observation.patch[None], observation.landmarks
    if "embedding" in network.output_names:
        return network.embedding(patch, None if points is None else points[None])
    return pixels(patch)
