"""Landmarks as other hands, other cameras and a shaky landmark network would give them."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
import tensorflow as tf

from glyphcam.training.asl_features import PARENTS, Tensor, scaled


@dataclass(frozen=True, slots=True)
class Variation:
    """How far landmarks are varied: standard deviations in degrees, shares, or of hand size.

    ``tilt_deg`` turns towards the camera, ``turn_deg`` in the picture; ``bend_deg`` bends a
    finger, ``wobble_deg`` a single bone; ``mirror_share`` is how often the hand is taken for the
    wrong one; ``mix`` the beta of mixup.
    """

    tilt_deg: float = 12.0
    turn_deg: float = 9.0
    bend_deg: float = 5.0
    wobble_deg: float = 3.0
    jitter: float = 0.015
    depth: tuple[float, float] = (0.6, 1.4)
    aspect: float = 0.1
    mirror_share: float = 0.02
    mix: float = 0.2


def descendants() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return (21, 20) float32: 1 where a bone lies between the wrist and a point."""
    chain = np.zeros((21, 20), np.float32)
    for point in range(1, 21):
        at = point
        while at:
            chain[point, at - 1] = 1
            at = int(PARENTS[at - 1])
    return chain


class Dice:
    """Random numbers that are a function of seed, step and the order of asking alone."""

    def __init__(self, seed: int, step: Tensor) -> None:
        self._seed, self._step, self._asked = seed, step, 0

    def _next(self) -> Tensor:
        self._asked += 1
        return tf.stack([tf.constant(self._seed * 1000 + self._asked, tf.int64), self._step])

    def normal(self, shape: list[Tensor | int], spread: float) -> Tensor:
        """Return normal numbers of a standard deviation."""
        return tf.random.stateless_normal(shape, self._next()) * spread

    def uniform(self, shape: list[Tensor | int], low: float = 0.0, high: float = 1.0) -> Tensor:
        """Return numbers between two."""
        return tf.random.stateless_uniform(shape, self._next(), low, high)

    def shares(self, count: Tensor, beta: float) -> Tensor:
        """Return (count, 1) shares of 0.5..1 from a beta distribution of two equal sides.

        A ``beta`` of 0 mixes nothing: every share is 1.
        """
        if not beta:
            return tf.ones([count, 1])
        first = tf.random.stateless_gamma([count, 1], self._next(), beta) + 1e-6
        second = tf.random.stateless_gamma([count, 1], self._next(), beta) + 1e-6
        share = first / (first + second)
        return tf.maximum(share, 1 - share)


def vary(landmarks: Tensor, by: Variation, dice: Dice) -> Tensor:
    """Return landmarks (n, 21, 3) of root mean square 1, bent, turned, stretched and shaken."""
    n = tf.shape(landmarks)[0]
    points = _bent(scaled(landmarks), by, dice)
    spread = tf.constant([by.tilt_deg, by.tilt_deg, by.turn_deg]) * (pi / 180)
    points = tf.matmul(points, turns(dice.normal([n, 3], 1.0) * spread), transpose_b=True)
    aspect = tf.exp(dice.uniform([n, 1, 1], -by.aspect, by.aspect))
    depth = dice.uniform([n, 1, 1], *by.depth)
    side = tf.where(dice.uniform([n, 1, 1]) < by.mirror_share, -1.0, 1.0)
    points = points * tf.concat([side * aspect, 1 / aspect, depth], axis=2)
    return scaled(scaled(points) + dice.normal([n, 21, 3], by.jitter))


def _bent(points: Tensor, by: Variation, dice: Dice) -> Tensor:
    """Turn each finger's bones a little, the outer ones further; the palm's stay."""
    n = tf.shape(points)[0]
    bones = points[:, 1:] - tf.gather(points, PARENTS, axis=1)  # (n, 20, 3)
    finger = dice.normal([n, 5, 1, 3], by.bend_deg * pi / 180)
    share = tf.constant([0.0, 1.0, 1.5, 2.0])[None, None, :, None]
    turn = tf.reshape(finger * share, [n, 20, 3])
    turn = turn + dice.normal([n, 20, 3], by.wobble_deg * pi / 180)
    moved = tf.squeeze(tf.matmul(turns(turn), bones[..., None]), -1)
    return tf.einsum("pb,nbx->npx", tf.constant(descendants()), moved)


def turns(vectors: Tensor) -> Tensor:
    """Return rotation matrices (..., 3, 3) of rotation vectors (..., 3), by Rodrigues."""
    angle = tf.norm(vectors, axis=-1, keepdims=True) + 1e-8
    x, y, z = tf.unstack(vectors / angle, axis=-1)
    zero = tf.zeros_like(x)
    rows = tf.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1)
    cross = tf.reshape(rows, tf.concat([tf.shape(vectors), [3]], 0))
    angle = angle[..., None]
    return tf.eye(3) + tf.sin(angle) * cross + (1 - tf.cos(angle)) * tf.matmul(cross, cross)
