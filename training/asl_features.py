"""What the ASL network computes of 21 landmarks before it learns: all inside the ONNX graph."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import tensorflow as tf

Tensor = Any
"""A TensorFlow tensor; shapes stand at line ends."""

PARENTS = np.array([0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19])
"""The point each bone starts from: bone b ends at point b + 1."""

_TIPS = (4, 8, 12, 16, 20)
_THUMB = [(4, point) for point in (*range(5, 21), 1, 2)]
_NEIGHBOURS = [(6, 10), (7, 11), (10, 14), (11, 15), (14, 18), (15, 19)]
_INDEX = [(8, point) for point in (5, 9, 10, 11)]
_CURLS = [(5, 8), (9, 12), (13, 16), (17, 20)]
_REACHES = [(0, tip) for tip in _TIPS]

PAIRS = np.array(
    sorted(
        {
            (min(pair), max(pair))
            for pair in (
                *combinations(_TIPS, 2),
                *_THUMB,
                *_NEIGHBOURS,
                *_INDEX,
                *_CURLS,
                *_REACHES,
            )
        }
    )
)
"""Points whose distance tells letters apart: tips, the thumb to all, neighbouring fingers."""

_JOINTS = np.array([(b, b + 1) for b in range(19) if b % 4 != 3])
"""Bones that meet at a joint, by number."""

WIDTH = 63 + 60 + 2 * len(PAIRS) + len(_JOINTS)


def scaled(landmarks: Tensor) -> Tensor:
    """Return landmarks (n, 21, 3) from the wrist, their root mean square distance 1."""
    points = landmarks - landmarks[:, :1]
    square = tf.reduce_mean(tf.reduce_sum(tf.square(points), -1), -1)  # (n,)
    return points / (tf.sqrt(square) + 1e-6)[:, None, None]


def features(landmarks: Tensor) -> Tensor:
    """Return (n, WIDTH) float32: coordinates, bone directions, distances, joint angles' cosines.

    Shift and scale change nothing; turning does, for K and P differ by it alone.
    """
    points = scaled(landmarks)  # (n, 21, 3)
    bones = points[:, 1:] - tf.gather(points, PARENTS, axis=1)  # (n, 20, 3)
    ways = bones / (length(bones)[..., None] + 1e-3)
    gaps = tf.gather(points, PAIRS[:, 0], axis=1) - tf.gather(points, PAIRS[:, 1], axis=1)
    first, second = (tf.gather(ways, _JOINTS[:, side], axis=1) for side in (0, 1))
    return tf.concat(
        [
            tf.reshape(points, [-1, 63]),
            tf.reshape(ways, [-1, 60]),
            length(gaps),
            length(gaps[..., :2]),
            tf.reduce_sum(first * second, -1),
        ],
        axis=1,
    )


def length(vectors: Tensor) -> Tensor:
    """Return the lengths of the last axis, with a slope at zero."""
    return tf.sqrt(tf.reduce_sum(tf.square(vectors), -1) + 1e-8)
