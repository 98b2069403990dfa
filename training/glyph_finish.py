"""The last steps of every glyph network: its temperature, its graph, and the files it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.calibration.temperature import fit_temperature, level_temperature
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.export import Sample
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit
from glyphcam.training.glyph_ledger import Fitted, written
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.recipe import Trained, TrainOptions
from glyphcam.training.tflite import write_tflite

_BATCH = 512


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


class Calibrated(tf.Module):  # type: ignore[misc]
    """A model of (logits, embedding) with its temperature: patches to probabilities."""

    def __init__(self, model: keras.Model, temperature: float) -> None:
        super().__init__()
        self.model, self.temperature = model, temperature

    def __call__(self, patch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """Return probabilities (n, k) and embeddings (n, d) of ``patch`` (n, 28, 28) uint8."""
        logits, embedding = self.model(patch, training=False)
        return tf.nn.softmax(logits / self.temperature), embedding

    def probabilities(self, sample: Sample) -> NDArray[np.float64]:
        """Return the probabilities (n, k) of a sample's patches, in batches."""
        if sample.patches is None:
            raise DataError("a glyph model reads patches, and the sample has none: give --data")
        starts = range(0, len(sample.patches), _BATCH)
        parts = [self(sample.patches[start : start + _BATCH])[0].numpy() for start in starts]
        return np.concatenate(parts).astype(np.float64)


def finish(done: Finished, options: TrainOptions) -> Trained:
    """Calibrate on the held-out rows, measure on the tests, write the stamped ONNX file.

    The setting ``tflite`` names a file to write as well.
    """
    held = done.split.held
    unscaled = Calibrated(done.model, 1.0).probabilities(Sample(held.patches))
    fit = level_temperature if done.parameters.get("second_epochs") else fit_temperature
    temperature = round(fit(unscaled, held.targets), 4)
    calibrated = Calibrated(done.model, temperature)
    if "tflite" in options.settings:
        path = Path(options.settings["tflite"])
        write_tflite(calibrated, path, Sample(done.split.test.patches))
    fitted = Fitted(
        recogniser=done.recogniser,
        kind=done.kind,
        split=done.split,
        hard=done.hard,
        graph=keras_graph(calibrated),
        source=calibrated.probabilities,
        parameters={**done.parameters, "weights": done.model.count_params()},
        temperature=temperature,
        history=done.history,
    )
    return written(fitted, options)
