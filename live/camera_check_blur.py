"""How blurred a picture is, in pixels: from the slope of its edges and how fast that changes."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.frame import Picture

_PRESMOOTHED = 1.0
"""Sigma in pixels: without it the noise of a dim picture passes for sharpness."""

_LEAST_ENERGY = 0.05
"""Mean square slope of a picture that has an edge at all."""

_MOST_PX = 20.0

_NOISE_ALONE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""Cancels whatever is smooth (Immerkaer, "Fast Noise Variance Estimation", 1996)."""


def blur_px(gray: Picture) -> float:
    """Return the sigma of the Gaussian that blurs the edges of ``gray`` (h, w) uint8, in pixels.

    For an edge blurred by sigma the energy of the slope over that of its change is 2 sigma^2,
    whatever its contrast; the softer of the two directions counts. 0 where nothing has an edge.
    """
    sharp = gray.astype(np.float32)
    noise = noise_variance(sharp)
    smooth = cv2.GaussianBlur(sharp, (0, 0), _PRESMOOTHED)
    return max(_blur_along(smooth, noise), _blur_along(smooth.T, noise))


def noise_variance(gray: NDArray[np.float32]) -> float:
    """Return the variance of the white noise in ``gray`` (h, w)."""
    spread = float(np.median(np.abs(cv2.filter2D(gray, -1, _NOISE_ALONE))))
    return (spread / 0.6745 / 6) ** 2


def _blur_along(smooth: NDArray[np.float32], noise: float) -> float:
    """Return sigma along the second axis, the noise and the smoothing before taken off again."""
    slope, change = _energies(smooth)
    slope_of_noise, change_of_noise = _energies_of_noise()
    energy = slope - noise * slope_of_noise
    if energy < _LEAST_ENERGY:
        return 0.0
    bend = max(change - noise * change_of_noise, energy / (2 * _MOST_PX**2))
    return float(np.sqrt(max(energy / (2 * bend) - _PRESMOOTHED**2, 0.0)))


def _energies(smooth: NDArray[np.float32]) -> tuple[float, float]:
    """Return the mean square of the slope along the second axis, and of its change."""
    slope = np.diff(smooth, axis=1)
    return float((slope**2).mean()), float((np.diff(slope, axis=1) ** 2).mean())


@cache
def _energies_of_noise() -> tuple[float, float]:
    """Return what white noise of variance 1 gives, from one bright pixel."""
    dot = np.zeros((31, 31), np.float32)
    dot[15, 15] = 1.0
    slope = np.diff(cv2.GaussianBlur(dot, (0, 0), _PRESMOOTHED), axis=1)
    return float((slope**2).sum()), float((np.diff(slope, axis=1) ** 2).sum())
