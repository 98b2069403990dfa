"""The ASL reader by support vectors over the landmarks' features, pair by pair of letters."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from sklearn.svm import SVC

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.asl_features import Tensor, features
from glyphcam.training.asl_finish import Built, answered, finish, read_asl
from glyphcam.training.asl_folds import left_out
from glyphcam.training.asl_neighbours import spread_rows
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.export import Sample
from glyphcam.training.glyph_svm_graph import Machine, machine_of
from glyphcam.training.half_weights import halve_weights
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import Trained, TrainOptions

PER_CELL = 12
C = 20.0
GAMMA = 0.001
STEEPNESS = 2.0
"""Of the logistic curve that makes a probability of a pair's margin; margins summed lose points."""

SPREAD = 1.5
DOUBT = 0.01
"""The scores' temperature and every letter's share: with them calibration errs by under 2 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Parted:
    """A machine over features from which ``middle`` is taken and which ``spread`` divides."""

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    machine: Machine

    def answer(self, landmarks: Tensor, temperature: float = 1.0) -> Tensor:
        """Return probabilities (n, 24) of landmarks (n, 21, 3)."""
        machine = self.machine
        # Doubles: rounding in the sums of large weights would cost a probability's fifth digit.
        numbers = features(tf.cast(landmarks, tf.float64))
        places = (numbers - self.middle) / self.spread
        theirs = (machine.vectors**2).sum(axis=1)
        own = tf.reduce_sum(tf.square(places), 1, keepdims=True)
        across = tf.matmul(places, tf.constant(machine.vectors.T))
        kernel = tf.exp(-GAMMA * tf.maximum(own + theirs - 2 * across, 0.0))
        margins = tf.matmul(kernel, tf.constant(machine.weights)) + machine.offsets
        sides = tf.constant(machine.sides)
        # log(1 + e^-x) written out: the runtime has no softplus of doubles; margins stay below 30.
        lost = tf.matmul(tf.math.log(1 + tf.exp(-STEEPNESS * margins)), tf.nn.relu(sides))
        lost += tf.matmul(tf.math.log(1 + tf.exp(STEEPNESS * margins)), tf.nn.relu(-sides))
        shares = (tf.nn.softmax(-lost / SPREAD) + DOUBT) ** (1 / temperature)
        return tf.cast(shares / tf.reduce_sum(shares, 1, keepdims=True), tf.float32)


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Fit the machine on rows of all sources and write ``asl-svm.onnx`` into options.out."""
    rows = read_asl(options)
    unseen = answered(rows, svm_answers(rows, options.is_quiet))
    parted = fitted(rows)

    def build(temperature: float) -> Built:
        def answer(landmarks: Tensor) -> Tensor:
            return parted.answer(landmarks, temperature)

        def source(sample: Sample) -> NDArray[np.float32]:
            return np.asarray(answer(tf.constant(sample.landmarks)))

        model = keras_graph(answer, ("landmarks",))
        halve_weights(model.graph)
        return Built(model, source)

    parameters = {"C": C, "gamma": GAMMA, "vectors": len(parted.machine.vectors)}
    return finish(kind, rows, unseen, build, options, parameters)


def svm_answers(rows: AslRows, is_quiet: bool = False) -> NDArray[np.float32]:
    """Return probabilities (n, 24) by machines that never saw a row's source."""

    def answer(taught: AslRows, asked: AslRows) -> NDArray[np.float32]:
        parted = fitted(taught)
        parts = np.array_split(asked.landmarks, max(1, len(asked.landmarks) // 500))
        return np.concatenate([parted.answer(tf.constant(part)).numpy() for part in parts])

    return left_out(
        rows, f"svm {PER_CELL} {C} {GAMMA} {STEEPNESS} {SPREAD} {DOUBT}", answer, is_quiet
    )


def fitted(rows: AslRows) -> Parted:
    """Return a machine fitted on a few rows of each letter of each source."""
    kept = rows.take(spread_rows(rows, PER_CELL))
    numbers = np.asarray(features(tf.constant(kept.landmarks, tf.float64)))
    middle, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-3
    svm = SVC(C=C, gamma=GAMMA, cache_size=500).fit((numbers - middle) / spread, kept.targets)
    return Parted(middle, spread, _double(machine_of(svm, 1.0)))


def _double(machine: Machine) -> Machine:
    """Return the machine with its numbers as float64."""
    return replace(
        machine,
        vectors=machine.vectors.astype(np.float64),
        weights=machine.weights.astype(np.float64),
        offsets=machine.offsets.astype(np.float64),
        sides=machine.sides.astype(np.float64),
    )
