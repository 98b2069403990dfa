"""ZCA whitening of patches, an option of the networks: its inverse is recorded beside the model.

Neighbouring pixels say nearly the same; whitening takes that out and still looks like the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PIXELS = 784
_ROWS = 10_000  # enough for a spread of 784 pixels, in two seconds


@dataclass(frozen=True, slots=True, eq=False)
class Zca:
    """``white = (pixels - mean) @ forward`` and back by ``inverse``; pixels (n, 784) in 0..1."""

    mean: NDArray[np.float32]
    forward: NDArray[np.float32]
    inverse: NDArray[np.float32]

    def whiten(self, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return pixels (n, 784) whitened."""
        return np.asarray((pixels - self.mean) @ self.forward, np.float32)

    def restore(self, white: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the pixels (n, 784) that whitened rows (n, 784) came from."""
        return np.asarray(white @ self.inverse + self.mean, np.float32)

    def save(self, path: Path) -> Path:
        """Write mean, forward and inverse to ``path`` (.npz)."""
        np.savez(path, mean=self.mean, forward=self.forward, inverse=self.inverse)
        return path


def load_zca(path: Path) -> Zca:
    """Return the whitening recorded at ``path``."""
    with np.load(path, allow_pickle=False) as arrays:
        return Zca(arrays["mean"], arrays["forward"], arrays["inverse"])


def fit_zca(patches: NDArray[np.uint8], epsilon: float = 0.1) -> Zca:
    """Return the whitening of patches (n, 28, 28); ``epsilon`` keeps rare directions small."""
    every = max(1, len(patches) // _ROWS)
    pixels = patches[::every].reshape(-1, _PIXELS).astype(np.float64) / 255
    mean = pixels.mean(axis=0)
    values, axes = np.linalg.eigh((pixels - mean).T @ (pixels - mean) / len(pixels))
    scale = np.sqrt(np.maximum(values, 0) + epsilon)
    forward, inverse = (axes / scale) @ axes.T, (axes * scale) @ axes.T
    return Zca(*(part.astype(np.float32) for part in (mean, forward, inverse)))
