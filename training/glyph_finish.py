"""The last steps of every glyph network: temperature, threshold, figures, stamp, ONNX file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.calibration.promises import promise_figures
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import fit_temperature, sharpen
from glyphcam.calibration.threshold import precision_threshold
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Recogniser
from glyphcam.models.stamp import Stamp
from glyphcam.training.data_stamp import fingerprint, training_day
from glyphcam.training.export import Sample, export
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import HeldOut, Trained, TrainOptions

Probabilities = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Finished:
    """A trained Keras model of (logits, embedding) with what it learned from.

    ``hard`` are held-out pictures varied as strangers' would be: the threshold is fitted there.
    """

    recogniser: Recogniser
    kind: str
    split: GlyphSplit
    hard: GlyphSet
    model: keras.Model
    history: Mapping[str, tuple[float, ...]]
    parameters: Mapping[str, str | float | int | bool]


def finish(done: Finished, options: TrainOptions) -> Trained:
    """Calibrate on the held-out rows, measure on the tests, write the stamped ONNX file."""
    held, test = done.split.held, done.split.test
    temperature = fit_temperature(_plain(done, held), held.targets)
    hard = sharpen(_plain(done, done.hard), temperature)
    answers = sharpen(_plain(done, test), temperature)
    stamp = Stamp(
        recogniser=done.recogniser.name,
        kind=done.kind,
        labels=done.recogniser.labels,
        patch_version=PATCH_VERSION,
        threshold=round(threshold_on(hard, done.hard.targets), 3),
        temperature=round(temperature, 4),
        data=fingerprint(done.split.train.patches, done.split.train.targets),
        trained=training_day(),
        figures={
            **figures(done.recogniser, answers, test.targets),
            **promise_figures(hard, done.hard.targets),
        },
    )
    return _written(done, stamp, answers, options)


def threshold_on(probabilities: Probabilities, targets: NDArray[np.int64]) -> float:
    """Return the confidence from which 95 % are right, at least a coin's toss."""
    is_right = probabilities.argmax(axis=1) == targets
    return max(precision_threshold(probabilities.max(axis=1), is_right), 0.5)


def figures(
    recogniser: Recogniser, probabilities: Probabilities, targets: NDArray[np.int64]
) -> Mapping[str, float]:
    """Return the headline numbers on a test: accuracy, with look-alikes merged, and ECE."""
    twins = np.arange(len(recogniser.labels))
    for first, second in recogniser.look_alikes:
        twins[recogniser.labels.index(second)] = recogniser.labels.index(first)
    answers = probabilities.argmax(axis=1)
    numbers = {
        "accuracy": float((answers == targets).mean()),
        "accuracy_merged": float((twins[answers] == twins[targets]).mean()),
        "ece": expected_calibration_error(probabilities, targets),
    }
    return {name: round(value, 5) for name, value in numbers.items()}


def _plain(done: Finished, glyphs: GlyphSet) -> Probabilities:
    logits = done.model.predict(glyphs.patches, batch_size=512, verbose=0)[0]
    return np.asarray(tf.nn.softmax(logits.astype(np.float64)))


def _written(
    done: Finished, stamp: Stamp, answers: Probabilities, options: TrainOptions
) -> Trained:
    model, temperature = done.model, stamp.temperature or 1.0

    def answer(patch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        logits, embedding = model(patch, training=False)
        return tf.nn.softmax(logits / temperature), embedding

    path = options.out / f"{stamp.recogniser}-{stamp.kind}.onnx"
    test = done.split.test
    export(
        keras_graph(answer), stamp, path, lambda sample: answer(sample.patches)[0].numpy(),
        Sample(test.patches),
    )
    return Trained(
        path=path,
        stamp=stamp,
        history=done.history,
        figures=stamp.figures,
        parameters={**done.parameters, "weights": model.count_params()},
        held_out=HeldOut(test.name, answers.astype(np.float32), test.targets),
    )
