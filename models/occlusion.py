"""What a model looked at, by covering it: how much the answer falls when a window is blanked.

Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2014.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.models.network import Network
from glyphcam.models.observation import Observation

WINDOW, STEP = 6, 2
_TINY = 1e-7


def occlusion_map(
    network: Network, observation: Observation, column: int, window: int = WINDOW, step: int = STEP
) -> NDArray[np.float32]:
    """Return for each pixel (28, 28) what ``column``'s log-odds lose when it is covered.

    Log-odds, because a sure model's probability stays at 1 whatever is covered.
    Above 0: the pixel speaks for the label; below 0: against it. Covered pixels take the blurred
    picture's grey, so that no edge of the window is seen.
    """
    patch = observation.patch
    blurred = cv2.GaussianBlur(patch, (0, 0), window)
    starts = range(-(window // 2), patch.shape[0] - window // 2, step)
    corners = [(y, x) for y in starts for x in starts]
    covered = np.stack([_covered(patch, blurred, y, x, window) for y, x in corners])
    whole = _answer(network, patch[None], observation)[0, column]
    falls = _log_odds(whole) - _log_odds(_answer(network, covered, observation)[:, column])
    return _spread(corners, falls, patch.shape[0], window)


def _log_odds(probability: NDArray[np.float32]) -> NDArray[np.float32]:
    clipped = np.clip(probability.astype(np.float64), _TINY, 1 - _TINY)
    return np.log(clipped / (1 - clipped)).astype(np.float32)


def _covered(
    patch: NDArray[np.uint8], blurred: NDArray[np.uint8], y: int, x: int, window: int
) -> NDArray[np.uint8]:
    copy = patch.copy()
    spot = slice(max(y, 0), y + window), slice(max(x, 0), x + window)
    copy[spot] = blurred[spot]
    return copy


def _spread(
    corners: list[tuple[int, int]], falls: NDArray[np.float32], side: int, window: int
) -> NDArray[np.float32]:
    total = np.zeros((side, side), np.float32)
    count = np.zeros((side, side), np.float32)
    for (y, x), fall in zip(corners, falls, strict=True):
        spot = slice(max(y, 0), y + window), slice(max(x, 0), x + window)
        total[spot] += fall
        count[spot] += 1
    return np.asarray(total / np.maximum(count, 1), np.float32)


def _answer(
    network: Network, patches: NDArray[np.uint8], observation: Observation
) -> NDArray[np.float32]:
    points = observation.landmarks
    repeated = None if points is None else np.repeat(points[None], len(patches), axis=0)
    return network.probabilities(patches, repeated)
