"""The ASL reader by nearest neighbours in the landmark network: the one that learns a user."""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.asl_features import Tensor, features
from glyphcam.training.asl_finish import Built, answered, finish, read_asl
from glyphcam.training.asl_landmark_net import train_landmark_net
from glyphcam.training.asl_landmarks import curve, landmark_answers, landmark_course, outputs
from glyphcam.training.asl_neighbours import NEIGHBOURS, points_of, spread_rows, vote
from glyphcam.training.export import Sample
from glyphcam.training.half_weights import halve_weights
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import Trained, TrainOptions


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Train the network on all rows, keep some as points, write ``asl-landmark-knn.onnx``."""
    rows, course = read_asl(options), landmark_course(options)
    unseen = answered(rows, landmark_answers(rows, course, options.is_quiet).votes)
    told = curve("landmark network", course.steps, options.is_quiet)
    net = train_landmark_net(rows, course, told.hear)
    kept = rows.take(spread_rows(rows))
    points = points_of(outputs(net, kept.landmarks)[1], kept.targets)

    def build(temperature: float) -> Built:
        def answer(landmarks: Tensor) -> list[Tensor]:
            embedding = net(features(landmarks), training=False)[1]
            shares = vote(embedding, points) ** (1 / temperature)
            return [shares / tf.reduce_sum(shares, 1, keepdims=True), embedding]

        def source(sample: Sample) -> NDArray[np.float32]:
            return np.asarray(answer(tf.constant(sample.landmarks))[0])

        graph = keras_graph(answer, ("landmarks",))
        halve_weights(graph.graph)
        return Built(graph, source)

    parameters = {"points": len(kept.targets), "neighbours": NEIGHBOURS, "steps": course.steps}
    return finish(kind, rows, unseen, build, options, parameters, {"loss": tuple(told.losses)})
