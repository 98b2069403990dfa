"""Patches of hands as other rooms, lights and cameras would show them."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import cv2
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.patch import PATCH_SIDE, hand_square
from glyphcam.training.asl_features import Tensor
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.asl_vary import Dice

HULL_MARGIN = 0.09
"""How far flesh reaches beyond the landmarks' hull, as a share of the patch."""


@dataclass(frozen=True, slots=True)
class PatchVariation:
    """How far patches are varied: degrees, shares of the side, shares of pictures."""

    turn_deg: float = 10.0
    zoom: float = 0.1
    shear: float = 0.08
    shift: float = 0.05
    swap_share: float = 0.6
    light: float = 0.15
    gamma: float = 0.3
    noise: float = 0.03


def points_in_patch(rows: AslRows) -> NDArray[np.float32]:
    """Return where the landmarks lie in each patch: (n, 21, 2) float32, 0..1 over the side."""
    places = np.empty((len(rows.targets), 21, 2), np.float32)
    for place, landmarks in zip(places, rows.landmarks, strict=True):
        quad = hand_square(landmarks)
        place[:] = (landmarks[:, :2] - quad[0]) / (quad[2] - quad[0])
    return places


def hull_masks(points: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return (n, 28, 28) uint8, 255 where the hand's hull, a margin wider, covers the patch."""
    scale = 8 * PATCH_SIDE
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, [2 * round(HULL_MARGIN * scale) + 1] * 2)
    masks = np.zeros((len(points), PATCH_SIDE, PATCH_SIDE), np.uint8)
    for mask, hand in zip(masks, points, strict=True):
        large = np.zeros((scale, scale), np.uint8)
        cv2.fillConvexPoly(large, cv2.convexHull(np.rint(hand * scale).astype(np.int32)), 255)
        mask[:] = cv2.resize(cv2.dilate(large, reach), mask.shape, interpolation=cv2.INTER_AREA)
    return masks


def swapped(patches: Tensor, masks: Tensor, share: float, dice: Dice) -> Tensor:
    """Return patches (n, 28, 28) 0..1, some with the surroundings of another."""
    n = tf.shape(patches)[0]
    others = tf.reverse(patches, [0])
    others = tf.where(dice.uniform([n, 1, 1]) < 0.5, others[:, ::-1], others[:, :, ::-1])
    tint = dice.uniform([n, 1, 1])
    flat = dice.uniform([n, 1, 1]) < 0.3
    others = tf.where(flat, 0.15 * others + 0.85 * tint, others)
    keep = tf.where(dice.uniform([n, 1, 1]) < share, masks, tf.ones_like(masks))
    return keep * patches + (1 - keep) * others


def warps(count: Tensor, by: PatchVariation, dice: Dice) -> Tensor:
    """Return random maps (n, 2, 3) from places in the new patch to places in the old, 0..1."""
    angle = dice.normal([count], by.turn_deg * pi / 180)
    zoom = tf.exp(dice.normal([count], by.zoom))
    shear = dice.normal([count], by.shear)
    c, s = tf.cos(angle) * zoom, tf.sin(angle) * zoom
    linear = tf.stack([tf.stack([c, shear - s], -1), tf.stack([s, c], -1)], 1)  # (n, 2, 2)
    shift = dice.normal([count, 2], by.shift) + 0.5
    shift = shift - tf.linalg.matvec(linear, tf.fill([count, 2], 0.5))
    return tf.concat([linear, shift[..., None]], 2)


def warped(patches: Tensor, maps: Tensor) -> Tensor:
    """Return patches (n, 28, 28) seen through maps (n, 2, 3); outside repeats the border."""
    n = tf.shape(patches)[0]
    # pixel centres: place = (pixel + 0.5) / 28, so the shift in pixels takes in half of each axis
    half = tf.reduce_sum(maps[:, :, :2], -1) * 0.5 - 0.5
    shift = maps[:, :, 2] * PATCH_SIDE + half
    rows = tf.concat([maps[:, :, :2], shift[..., None]], 2)
    flat = tf.concat([tf.reshape(rows, [n, 6]), tf.zeros([n, 2])], 1)
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=patches[..., None],
        transforms=flat,
        output_shape=[PATCH_SIDE, PATCH_SIDE],
        interpolation="BILINEAR",
        fill_mode="NEAREST",
        fill_value=0.0,
    )[..., 0]


def moved(points: Tensor, maps: Tensor) -> Tensor:
    """Return where points (n, 21, 2), 0..1, lie after `warped`."""
    back = tf.linalg.inv(maps[:, :, :2])
    return tf.einsum("nij,npj->npi", back, points - maps[:, None, :, 2])


def relit(patches: Tensor, by: PatchVariation, dice: Dice) -> Tensor:
    """Return patches (n, 28, 28) 0..1 under other light, with a camera's noise."""
    n = tf.shape(patches)[0]
    power = tf.exp(dice.normal([n, 1, 1], by.gamma))
    gain = tf.exp(dice.normal([n, 1, 1], by.light))
    lit = tf.pow(tf.clip_by_value(patches, 1e-3, 1.0), power) * gain
    lit = lit + dice.normal([n, 1, 1], by.light / 2) + dice.normal(tf.shape(patches), by.noise)
    return tf.clip_by_value(lit, 0.0, 1.0)
