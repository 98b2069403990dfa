"""The movement network: a path's features in, none, J or Z out; two convolutions over time."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.movement import LABELS
from glyphcam.models.movement_window import STEPS
from glyphcam.training.asl_features import Tensor
from glyphcam.training.movement_windows import Windows

_KNUCKLES = [5, 9, 13, 17]
_FINGERS = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16], [17, 18, 19, 20]]

CHANNELS = 8 + 9 + 5


@dataclass(frozen=True, slots=True)
class MovementCourse:
    """How the network is taught."""

    films: int = 5000
    clips: int = 400
    """So many films are made of the real ones: the two signers' must not outweigh the others."""
    epochs: int = 8
    batch: int = 128
    rate: float = 2e-3
    weight_decay: float = 1e-3
    smoothing: float = 0.02
    width: int = 24
    noise: float = 0.1
    blind: float = 0.1
    """How often a whole channel is withheld: real films are garbled in ways that none drawn is."""
    dropout: float = 0.3
    shares: tuple[float, float, float] = (0.6, 0.2, 0.2)
    """How much of the loss each label is: a letter that was not drawn costs most."""
    seed: int = 0


def path_features(hands: Tensor) -> Tensor:
    """Return (n, STEPS, CHANNELS) of hands (n, STEPS, 21, 3) in any unit, anywhere.

    The way of palm, wrist and both drawing tips in palm lengths from the window's middle; which
    way the palm faces, points and lies; how far each finger is stretched.
    """
    knuckles = tf.gather(hands, _KNUCKLES, axis=2)
    reach = knuckles - hands[:, :, :1]
    palm = tf.reduce_mean(tf.norm(reach + 1e-6, axis=-1), axis=[1, 2])[:, None, None]  # (n, 1, 1)
    middle = tf.reduce_mean(knuckles, axis=2)  # (n, t, 3)
    centre = tf.reduce_mean(middle, axis=1, keepdims=True)
    places = [middle, hands[:, :, 0], hands[:, :, 8], hands[:, :, 20]]
    ways = [((place - centre) / palm)[..., :2] for place in places]
    up = _unit(middle - hands[:, :, 0])
    across = _unit(hands[:, :, 17] - hands[:, :, 5])
    return tf.concat([*ways, up, across, _unit(_cross(up, across)), _stretch(hands)], -1)


def _stretch(hands: Tensor) -> Tensor:
    """Return (n, t, 5): each finger's tip from its root, over the length of its bones."""
    found = []
    for chain in _FINGERS:
        points = tf.gather(hands, chain, axis=2)
        bones = tf.reduce_sum(tf.norm(points[:, :, 1:] - points[:, :, :-1] + 1e-6, axis=-1), -1)
        found.append(tf.norm(points[:, :, 3] - points[:, :, 0] + 1e-6, axis=-1) / (bones + 1e-3))
    return tf.stack(found, axis=-1)


def _cross(one: Tensor, other: Tensor) -> Tensor:
    """Return the cross product by hand: ONNX has no such operator."""
    (a, b, c), (x, y, z) = tf.unstack(one, axis=-1), tf.unstack(other, axis=-1)
    return tf.stack([b * z - c * y, c * x - a * z, a * y - b * x], axis=-1)


def _unit(vectors: Tensor) -> Tensor:
    return vectors / (tf.norm(vectors + 1e-6, axis=-1, keepdims=True) + 1e-3)


def movement_net(course: MovementCourse) -> keras.Model:
    """Return features (n, STEPS, CHANNELS) -> logits (n, 3)."""
    layers = keras.layers
    given = keras.Input((STEPS, CHANNELS))
    hidden = layers.SpatialDropout1D(course.blind)(layers.GaussianNoise(course.noise)(given))
    hidden = layers.Conv1D(course.width, 5, padding="same", activation="relu")(hidden)
    hidden = layers.Conv1D(course.width, 5, strides=2, padding="same", activation="relu")(hidden)
    hidden = layers.Conv1D(course.width, 3, strides=2, padding="same", activation="relu")(hidden)
    hidden = layers.Dropout(course.dropout)(layers.Flatten()(hidden))
    hidden = layers.Dropout(course.dropout)(layers.Dense(48, activation="relu")(hidden))
    return keras.Model(given, layers.Dense(len(LABELS))(hidden))


def train_movement_net(taught: Windows, course: MovementCourse) -> keras.Model:
    """Return a network taught the windows, each label counting the same; one seed, one network."""
    keras.utils.set_random_seed(course.seed)
    net = movement_net(course)
    features = featured(taught.hands)
    counts = np.bincount(taught.targets, minlength=len(LABELS))
    weights = (np.array(course.shares) * counts.sum() / np.maximum(counts, 1))[taught.targets]
    truth = np.eye(len(LABELS), dtype=np.float32)[taught.targets]
    steps = course.epochs * -(-len(features) // course.batch)
    plan = keras.optimizers.schedules.CosineDecay(course.rate, steps, alpha=0.02)
    net.compile(
        keras.optimizers.AdamW(plan, weight_decay=course.weight_decay),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=course.smoothing),
    )
    net.fit(features, truth, course.batch, course.epochs, verbose=0, sample_weight=weights)
    return net


def featured(hands: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the features of many windows (n, STEPS, 21, 3), a part at a time."""
    parts = np.array_split(hands, max(1, len(hands) // 2000))
    return np.concatenate([np.asarray(path_features(tf.constant(part))) for part in parts])
