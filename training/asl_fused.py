"""The default ASL reader: the landmarks' network and the patch's, their log-odds added up."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.asl_cnn import patch_answers, patch_course, softmax
from glyphcam.training.asl_features import Tensor, features
from glyphcam.training.asl_finish import Built, answered, finish, read_asl
from glyphcam.training.asl_landmark_net import train_landmark_net
from glyphcam.training.asl_landmarks import curve, landmark_answers, landmark_course
from glyphcam.training.asl_patch_net import shown, train_patch_net
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.export import Sample
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import Trained, TrainOptions

PATCH_SHARE = 0.4
"""How much the patch's log-probabilities count beside the landmarks'; 0.3 to 0.6 differ little."""


@dataclass(frozen=True, slots=True, eq=False)
class Fused:
    """Two networks whose log-probabilities are added, the patch's by its share."""

    landmark_net: keras.Model
    patch_net: keras.Model

    def answer(self, landmarks: Tensor, patch: Tensor, temperature: float) -> list[Tensor]:
        """Return probabilities (n, 24) and the landmark network's embedding (n, 160)."""
        by_points, embedding = self.landmark_net(features(landmarks), training=False)
        by_pixels = self.patch_net(shown(patch), training=False)[0]
        both = tf.nn.log_softmax(by_points) + PATCH_SHARE * tf.nn.log_softmax(by_pixels)
        return [tf.nn.softmax(both / temperature), embedding]

    def built(self, temperature: float) -> Built:
        """Return the graph of two inputs, and the networks themselves to compare it with."""

        def answer(landmarks: Tensor, patch: Tensor) -> list[Tensor]:
            return self.answer(landmarks, patch, temperature)

        def source(sample: Sample) -> NDArray[np.float32]:
            given = tf.constant(sample.landmarks), tf.constant(sample.patches)
            return np.asarray(answer(*given)[0])

        return Built(keras_graph(answer, ("landmarks", "patch")), source)


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Train both networks on all rows and write ``asl-fused.onnx`` into options.out."""
    rows = read_asl(options)
    unseen = answered(rows, fused_answers(rows, options))
    points, pixels = landmark_course(options), patch_course(options)
    told = curve("landmark network", points.steps, options.is_quiet)
    landmark_net = train_landmark_net(rows, points, told.hear)
    told_too = curve("patch network", pixels.steps + pixels.further, options.is_quiet)
    fused = Fused(landmark_net, train_patch_net(rows, pixels, told_too.hear))
    parameters = {
        "landmark_steps": points.steps,
        "patch_steps": pixels.steps,
        "patch_share": PATCH_SHARE,
        "seed": options.seed,
    }
    history = {"loss": tuple(told.losses), "patch_loss": tuple(told_too.losses)}
    return finish(kind, rows, unseen, fused.built, options, parameters, history)


def fused_answers(rows: AslRows, options: TrainOptions) -> NDArray[np.float64]:
    """Return probabilities (n, 24) for sources never seen; NaN where there is no patch."""
    by_points = landmark_answers(rows, landmark_course(options), options.is_quiet).logits
    by_pixels = patch_answers(rows, patch_course(options), options.is_quiet)
    return fused(softmax(by_points), softmax(by_pixels))


def fused(by_points: NDArray[np.float64], by_pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the fused probabilities (n, 24) of two rows of probabilities."""
    odds = by_points * np.maximum(by_pixels, 1e-12) ** PATCH_SHARE
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))
