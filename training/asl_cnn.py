"""The ASL reader of the patch alone: a small convolutional network."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.asl_features import Tensor
from glyphcam.training.asl_finish import Built, answered, finish, read_asl
from glyphcam.training.asl_folds import left_out
from glyphcam.training.asl_landmarks import curve
from glyphcam.training.asl_patch_net import (
    PatchCourse,
    patch_net,
    shown,
    teach,
    teach_further,
    train_patch_net,
)
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.export import Sample
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import Trained, TrainOptions
from glyphcam.training.tflite import write_tflite

GROUPS = 4
_CHUNK = 500


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Train the network on all rows and write ``asl-cnn.onnx`` into options.out.

    The setting ``tflite`` names a file to write as well.
    """
    rows, course = read_asl(options), patch_course(options)
    unseen = answered(rows, softmax(patch_answers(rows, course, options.is_quiet)))
    told = curve("patch network", course.steps + course.further, options.is_quiet)
    net = train_patch_net(rows, course, told.hear)

    def build(temperature: float) -> Built:
        def answer(patch: Tensor) -> tuple[Tensor, Tensor]:
            logits, _, embedding = net(shown(patch), training=False)
            return tf.nn.softmax(logits / temperature), embedding

        def source(sample: Sample) -> NDArray[np.float32]:
            return np.asarray(answer(tf.constant(sample.patches))[0])

        if "tflite" in options.settings:
            pictured = Sample(rows.patches[rows.has_patch])
            write_tflite(answer, Path(options.settings["tflite"]), pictured)
        return Built(keras_graph(answer), source)

    parameters = {"steps": course.steps, "further": course.further, "seed": course.seed}
    history = {"loss": tuple(told.losses)}
    return finish(kind, rows, unseen, build, options, parameters, history)


def patch_course(options: TrainOptions) -> PatchCourse:
    """Return the recipe the user's options ask for."""
    course = PatchCourse(seed=options.seed)
    return replace(course, steps=150, further=40) if options.is_small else course


def patch_answers(
    rows: AslRows, course: PatchCourse, is_quiet: bool = False
) -> NDArray[np.float32]:
    """Return logits (n, 24) by networks that never saw a row's source; NaN where not measured.

    A quarter of the sources is left out of a base network, which is then taught all of them but
    one: none of its weights ever met that one, and the base is paid for once a quarter.
    """
    bases = _Bases(rows, course)

    def answer(taught: AslRows, asked: AslRows) -> NDArray[np.float32]:
        net = teach_further(bases.without(str(asked.sources[0])), taught, course)
        logits = patch_logits(net, asked.patches)
        logits[~asked.has_patch] = np.nan
        return logits

    return left_out(rows, f"patch {GROUPS} {asdict(course)}", answer, is_quiet)


class _Bases:
    """Networks that lack a quarter of the sources each, trained when first asked for."""

    def __init__(self, rows: AslRows, course: PatchCourse) -> None:
        self._rows, self._course = rows, course
        self._weights: dict[int, list[NDArray[np.float32]]] = {}

    def without(self, source: str) -> keras.Model:
        """Return a network with the weights of the base that lacks ``source``."""
        sources = self._rows.measured_sources()
        group = sources.index(source) % GROUPS
        keras.utils.set_random_seed(self._course.seed)
        net = patch_net(self._course)
        if group not in self._weights:
            is_out = np.isin(self._rows.sources, sources[group::GROUPS])
            self._weights[group] = teach(net, self._rows.take(~is_out), self._course).get_weights()
        net.set_weights(self._weights[group])
        return net


def patch_logits(net: keras.Model, patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return logits (n, 24) of patches (n, 28, 28)."""
    parts = np.array_split(patches, max(1, len(patches) // _CHUNK))
    return np.concatenate([net(shown(tf.constant(p)), training=False)[0].numpy() for p in parts])


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return probabilities (n, 24) float64; NaN stays NaN."""
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
