"""What a model looked at, by LIME: a linear model of the answer around one picture.

Ribeiro et al., "Why Should I Trust You?", 2016. The lime package's own segmentation (quickshift)
finds one segment in a 28x28 picture, so the picture is cut into a grid of 4x4-pixel squares.
"""

from __future__ import annotations

import warnings
from contextlib import redirect_stderr
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import MissingExtra
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation

CELL, SAMPLES = 4, 1000


def lime_map(
    network: Network, observation: Observation, column: int, samples: int = SAMPLES, seed: int = 0
) -> NDArray[np.float32]:
    """Return LIME's weight of each pixel's square (28, 28) for ``column``.


    ``samples`` variants of the picture have random squares blurred away; a ridge regression
    tells how much each square speaks for the label (above 0) or against it. MissingExtra
    without lime.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # lime's last release is of 2020
            from lime.lime_image import LimeImageExplainer
    except ImportError as error:
        raise MissingExtra("training", "explaining with LIME") from error
    patch = observation.patch
    colour = np.repeat(patch[..., None], 3, axis=2)  # lime turns grey ones to colour anyway
    with redirect_stderr(StringIO()):  # its progress bar cannot be turned off
        explanation = LimeImageExplainer(random_state=seed).explain_instance(
            colour,
            lambda pictures: _answer(network, pictures, observation),
            labels=(column,),
            top_labels=None,
            hide_color=None if np.median(patch) else 0,  # no ink is black; of a hand, mean grey
            num_samples=samples,
            batch_size=100,
            segmentation_fn=lambda picture: grid(picture.shape[0]),
        )
    return _painted(grid(len(patch)), explanation.local_exp[column])


def grid(side: int, cell: int = CELL) -> NDArray[np.int64]:
    """Return the number (side, side) of the square each pixel is in, row by row."""
    across = -(-side // cell)
    place = np.arange(side) // cell
    return place[:, None] * across + place[None]


def _painted(squares: NDArray[np.int64], weights: list[tuple[int, float]]) -> NDArray[np.float32]:
    values = np.zeros(int(squares.max()) + 1, np.float32)
    for square, weight in weights:
        values[square] = weight
    return values[squares]


def _answer(
    network: Network, pictures: NDArray[np.generic], observation: Observation
) -> NDArray[np.float32]:
    patches = np.asarray(pictures)[..., 0].astype(np.uint8)
    points = observation.landmarks
    repeated = None if points is None else np.repeat(points[None], len(patches), axis=0)
    return network.probabilities(patches, repeated)
