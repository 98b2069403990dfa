"""The letter network of the 28x28 patch, which learns on the side where the 21 points lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import keras
import tensorflow as tf

from glyphcam.models.patch import PATCH_SIDE
from glyphcam.training.asl_features import Tensor
from glyphcam.training.asl_landmark_net import balanced, optimizer
from glyphcam.training.asl_patch_vary import (
    PatchVariation,
    hull_masks,
    moved,
    points_in_patch,
    relit,
    swapped,
    warped,
    warps,
)
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.asl_vary import Dice

_MOMENTUM = 0.97
"""Of the batch norms' averages: a thousand steps are too few for Keras's 0.99."""


@dataclass(frozen=True, slots=True)
class PatchCourse:
    """The recipe of one patch network; ``points`` weighs the landmarks' loss.

    ``steps`` teach from nothing; ``further`` steps at ``further_rate`` add sources to a network
    that lacks them, which makes leaving each of 22 sources out four times cheaper.
    """

    steps: int = 1000
    further: int = 300
    batch: int = 128
    rate: float = 4e-3
    further_rate: float = 1.5e-3
    weight_decay: float = 5e-3
    smoothing: float = 0.05
    filters: tuple[int, int, int, int] = (32, 48, 64, 96)
    dense: int = 160
    dropout: float = 0.25
    points: float = 1.0
    variation: PatchVariation = field(default_factory=PatchVariation)
    seed: int = 0


def patch_net(course: PatchCourse) -> keras.Model:
    """Return patches (n, 28, 28, 1) -> logits (n, 24), points (n, 42), embedding (n, dense)."""
    layers = keras.layers
    given = keras.Input((PATCH_SIDE, PATCH_SIDE, 1))
    first, second, third, fourth = course.filters
    hidden = _seen(given - 0.5, first, side=5, stride=2)  # 14
    hidden = layers.MaxPooling2D(2)(_seen(hidden, second))  # 7
    hidden = layers.MaxPooling2D(2)(_seen(_seen(hidden, third), fourth))  # 3
    flat = layers.Dropout(course.dropout)(layers.Flatten()(hidden))
    points = layers.Dense(42)(flat)
    known = layers.Dense(course.dense, use_bias=False)(flat)
    known = layers.BatchNormalization(momentum=_MOMENTUM)(known)
    embedding = layers.Activation("relu")(known)
    logits = layers.Dense(len(LABELS))(layers.Dropout(course.dropout)(embedding))
    return keras.Model(given, [logits, points, embedding])


def _seen(hidden: Tensor, filters: int, side: int = 3, stride: int = 1) -> Tensor:
    layers = keras.layers
    conv = layers.Conv2D(filters, side, strides=stride, padding="same", use_bias=False)
    return layers.Activation("relu")(layers.BatchNormalization(momentum=_MOMENTUM)(conv(hidden)))


def shown(patch: Tensor) -> Tensor:
    """Return uint8 patches (n, 28, 28) as the network's input (n, 28, 28, 1), 0..1."""
    return tf.cast(patch, tf.float32)[..., None] / 255.0


def train_patch_net(
    rows: AslRows, course: PatchCourse, told: Callable[[float], None] | None = None
) -> keras.Model:
    """Return a network taught the rows that have a patch, then taught them further."""
    keras.utils.set_random_seed(course.seed)
    net = patch_net(course)
    teach(net, rows, course, told)
    return teach_further(net, rows, course, told)


def teach_further(
    net: keras.Model,
    rows: AslRows,
    course: PatchCourse,
    told: Callable[[float], None] | None = None,
) -> keras.Model:
    """Return ``net`` after ``course.further`` gentler steps on ``rows``."""
    gentle = replace(course, steps=course.further, rate=course.further_rate, seed=course.seed + 1)
    return teach(net, rows, gentle, told)


def teach(
    net: keras.Model,
    rows: AslRows,
    course: PatchCourse,
    told: Callable[[float], None] | None = None,
) -> keras.Model:
    """Return ``net`` after ``course.steps`` steps on the rows that have a patch."""
    pictured = rows.take(rows.has_patch)
    step = _step(net, pictured, course)
    for number, chosen in enumerate(balanced(pictured, course.steps, course.batch, course.seed)):
        loss = step(tf.constant(chosen), tf.constant(number, tf.int64))
        if told is not None and number % 50 == 0:
            told(float(loss))
    return net


def _step(
    net: keras.Model, rows: AslRows, course: PatchCourse
) -> Callable[[Tensor, Tensor], Tensor]:
    places = points_in_patch(rows)
    masks, points = tf.constant(hull_masks(places)), tf.constant(places)
    patches, targets = tf.constant(rows.patches), tf.constant(rows.targets)
    rule = optimizer(course.steps, course.rate, course.weight_decay)
    rule.build(net.trainable_variables)

    @tf.function  # type: ignore[untyped-decorator]
    def step(chosen: Tensor, number: Tensor) -> Tensor:
        dice = Dice(course.seed, number)
        seen, where = _varied(patches, masks, points, chosen, course.variation, dice)
        truth = tf.one_hot(tf.gather(targets, chosen), len(LABELS))
        truth = truth * (1 - course.smoothing) + course.smoothing / len(LABELS)
        with tf.GradientTape() as tape:
            logits, found, _ = net(seen[..., None], training=True)
            letters = tf.nn.softmax_cross_entropy_with_logits(truth, logits)
            gap = tf.reduce_mean(tf.abs(found - tf.reshape(where, [-1, 42])), -1)
            loss = tf.reduce_mean(letters + course.points * gap)
        slopes = tape.gradient(loss, net.trainable_variables)
        rule.apply_gradients(zip(slopes, net.trainable_variables, strict=True))
        return loss

    return step


def _varied(
    patches: Tensor,
    masks: Tensor,
    points: Tensor,
    chosen: Tensor,
    by: PatchVariation,
    dice: Dice,
) -> tuple[Tensor, Tensor]:
    """Return varied patches (n, 28, 28) 0..1 and where their points (n, 21, 2) went."""
    seen = tf.cast(tf.gather(patches, chosen), tf.float32) / 255.0
    hull = tf.cast(tf.gather(masks, chosen), tf.float32) / 255.0
    maps = warps(tf.shape(chosen)[0], by, dice)
    seen = warped(swapped(seen, hull, by.swap_share, dice), maps)
    return relit(seen, by, dice), moved(tf.gather(points, chosen), maps)
