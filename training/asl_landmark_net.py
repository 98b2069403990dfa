"""The letter network of 21 landmarks: a residual perceptron over their features."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.training.asl_features import WIDTH, Tensor, features, scaled
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.asl_vary import Dice, Variation, vary


@dataclass(frozen=True, slots=True)
class LandmarkCourse:
    """The recipe of one landmark network; tried alternatives stand in docs/asl-experiments.md."""

    steps: int = 1200
    batch: int = 256
    rate: float = 3e-3
    weight_decay: float = 1e-3
    smoothing: float = 0.05
    width: int = 160
    blocks: int = 3
    dropout: float = 0.2
    variation: Variation = field(default_factory=Variation)
    seed: int = 0


def landmark_net(course: LandmarkCourse) -> keras.Model:
    """Return features (n, WIDTH) -> (logits (n, 24), embedding (n, width))."""
    layers = keras.layers
    given = keras.Input((WIDTH,))
    hidden = layers.Dense(course.width)(layers.BatchNormalization()(given))
    for _ in range(course.blocks):
        inner = layers.Dense(course.width, "swish")(layers.BatchNormalization()(hidden))
        hidden = hidden + layers.Dense(course.width)(layers.Dropout(course.dropout)(inner))
    embedding = layers.Activation("relu")(layers.BatchNormalization()(hidden))
    logits = layers.Dense(len(LABELS))(layers.Dropout(course.dropout)(embedding))
    return keras.Model(given, [logits, embedding])


def train_landmark_net(
    rows: AslRows, course: LandmarkCourse, told: Callable[[float], None] | None = None
) -> keras.Model:
    """Return a network taught ``rows``, the same for the same seed; ``told`` hears losses."""
    keras.utils.set_random_seed(course.seed)
    net = landmark_net(course)
    step = _step(net, rows, course)
    for number, chosen in enumerate(balanced(rows, course.steps, course.batch, course.seed)):
        loss = step(tf.constant(chosen), tf.constant(number, tf.int64))
        if told is not None and number % 50 == 0:
            told(float(loss))
    return net


def balanced(rows: AslRows, steps: int, batch: int, seed: int) -> NDArray[np.int64]:
    """Return row numbers (steps, batch): each letter of each source comes equally often."""
    cells = np.char.add(rows.sources, np.array(LABELS)[rows.targets])
    place = np.unique(cells, return_inverse=True)[1]
    share = 1.0 / np.bincount(place)[place]
    random = np.random.default_rng(seed)
    return random.choice(len(share), (steps, batch), p=share / share.sum())


def optimizer(steps: int, rate: float, weight_decay: float) -> keras.optimizers.Optimizer:
    """Return AdamW whose rate rises over a tenth of the steps and falls as a cosine."""
    warm = max(1, steps // 10)
    plan = keras.optimizers.schedules.CosineDecay(
        rate / 20, steps - warm, alpha=0.01, warmup_target=rate, warmup_steps=warm
    )
    return keras.optimizers.AdamW(plan, weight_decay=weight_decay, global_clipnorm=1.0)


def _step(
    net: keras.Model, rows: AslRows, course: LandmarkCourse
) -> Callable[[Tensor, Tensor], Tensor]:
    landmarks, targets = tf.constant(rows.landmarks), tf.constant(rows.targets)
    rule = optimizer(course.steps, course.rate, course.weight_decay)
    rule.build(net.trainable_variables)

    @tf.function  # type: ignore[untyped-decorator]
    def step(chosen: Tensor, number: Tensor) -> Tensor:
        dice = Dice(course.seed, number)
        points = vary(tf.gather(landmarks, chosen), course.variation, dice)
        truth = tf.one_hot(tf.gather(targets, chosen), len(LABELS))
        truth = truth * (1 - course.smoothing) + course.smoothing / len(LABELS)
        share = dice.shares(tf.shape(chosen)[0], course.variation.mix)
        points = share[..., None] * points + (1 - share[..., None]) * points[::-1]
        truth = share * truth + (1 - share) * truth[::-1]
        with tf.GradientTape() as tape:
            logits, _ = net(features(scaled(points)), training=True)
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(truth, logits))
        slopes = tape.gradient(loss, net.trainable_variables)
        rule.apply_gradients(zip(slopes, net.trainable_variables, strict=True))
        return loss

    return step
