"""How far two readings are from each other: near-identical frames of one film count once.

A reading becomes a row of numbers, its look: the patch in 7x7 means and the landmarks from the
wrist in units of the hand's own size, zero where there is no hand. The distance of two looks is the
larger of the two parts' distances, so that both must be close.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NEAR = 1.0
"""Looks closer than this are one and the same to a reviewer. Of clips of one held letter nine
frames in ten are this near to the first; the nearest frames of M and N, the most alike of two
letters of one signer, are 1.2 apart, of most two letters over 3."""

INK_UNIT = 18.0
"""Grey levels of 255, root mean square over the 7x7 means, that make a distance of one: camera
noise of 10 levels is 0.2, a shift by one pixel 1.1; of 150 people's A the nearest two are 1.3
apart."""

HAND_UNIT = 27.0
"""The same for hands, whose patches move more from frame to frame."""

LANDMARK_UNIT = 0.09
"""Share of the hand's size, root mean square over the 21 points, that makes a distance of one."""

PATCH_NUMBERS = 49
"""So many numbers at the head of a look are the patch's, the rest the landmarks'."""

Looks = NDArray[np.float32]
"""(n, 49 + 63) float32, a row a reading."""


def looks(patches: NDArray[np.uint8], landmarks: NDArray[np.float32] | None) -> Looks:
    """Return the looks of patches (n, 28, 28) with landmarks (n, 21, 3) px, NaN for no hand."""
    means = patches.reshape(-1, 7, 4, 7, 4).mean(axis=(2, 4), dtype=np.float32)
    patch_part = means.reshape(-1, PATCH_NUMBERS) / np.float32(INK_UNIT * 7)
    if landmarks is None:
        return np.concatenate([patch_part, np.zeros((len(patches), 63), np.float32)], axis=1)
    is_hand = np.isfinite(landmarks[:, 0, 0])
    patch_part[is_hand] *= np.float32(INK_UNIT / HAND_UNIT)
    shapes = np.nan_to_num(own_size(landmarks)).reshape(-1, 63)
    hand_part = shapes / np.float32(LANDMARK_UNIT * np.sqrt(21))
    return np.concatenate([patch_part, hand_part], axis=1).astype(np.float32)


def own_size(landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return landmarks (n, 21, 3) from the wrist with the hand's longer side as the unit."""
    points = landmarks - landmarks[:, :1]
    spans = np.ptp(points[:, :, :2], axis=1).max(axis=1)
    return (points / np.maximum(spans, 1e-6)[:, None, None]).astype(np.float32)


def distances(look: NDArray[np.float32], others: Looks) -> NDArray[np.float32]:
    """Return the distance (n,) of one look (112,) to each of ``others`` (n, 112)."""
    gaps = (others - look) ** 2
    patch = gaps[:, :PATCH_NUMBERS].sum(axis=1)
    hand = gaps[:, PATCH_NUMBERS:].sum(axis=1)
    return np.sqrt(np.maximum(patch, hand)).astype(np.float32)
