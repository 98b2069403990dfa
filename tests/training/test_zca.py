"""Whitening evens out directions, and what is recorded takes it back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.training.zca import fit_zca, load_zca


def smooth_patches(count: int) -> np.ndarray:
    """Patches whose neighbouring pixels are alike."""
    coarse = np.random.default_rng(0).integers(0, 256, (count, 7, 7))
    return coarse.repeat(4, axis=1).repeat(4, axis=2).astype(np.uint8)


def test_the_recorded_inverse_gives_the_pixels_back(tmp_path: Path) -> None:
    patches = smooth_patches(300)
    zca = load_zca(fit_zca(patches).save(tmp_path / "zca.npz"))
    pixels = patches.reshape(-1, 784).astype(np.float32) / 255
    assert zca.restore(zca.whiten(pixels)) == pytest.approx(pixels, abs=1e-3)


def test_whitened_pixels_vary_alike_in_every_direction_there_is() -> None:
    patches = smooth_patches(2000)
    white = fit_zca(patches, 1e-3).whiten(patches.reshape(-1, 784).astype(np.float32) / 255)
    spread = np.linalg.eigvalsh(np.cov(white.T))[-49:]  # 7x7 cells are all the freedom there is
    assert spread == pytest.approx(np.ones(49), abs=0.05)
