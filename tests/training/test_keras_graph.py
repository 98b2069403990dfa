"""CNNs as ONNX and TFLite: one TensorFlow start for all of them."""

from __future__ import annotations

import os

import numpy as np
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.stamp import Stamp
from glyphcam.training.export import Sample, export

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = [pytest.mark.soak, pytest.mark.filterwarnings("ignore")]

DIGITS = recogniser_named("digits")
STAMP = Stamp("digits", "cnn", DIGITS.labels, PATCH_VERSION, 0.5, 1.0, "abc", "2026-11-20")


def small_net(seed: int = 1):
    """An untrained CNN of patches (n, 28, 28) uint8, probabilities (n, 10) and embedding."""
    keras = pytest.importorskip("keras")
    tf = pytest.importorskip("tensorflow")
    keras.utils.set_random_seed(seed)
    body = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(4, 3, strides=2, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(8, activation="relu"),
        ]
    )
    head = keras.layers.Dense(10)
    head.build((None, 8))

    def answer(patch):
        embedding = body(tf.cast(patch, tf.float32)[..., None] / 255.0, training=False)
        return tf.nn.softmax(head(embedding)), embedding

    return answer


def test_a_keras_model_is_exported_with_its_embedding_and_the_same_bytes_again(
    digit_rows, tmp_path
):
    from glyphcam.training.keras_graph import keras_graph

    x, _ = digit_rows
    written = []
    for name in "ab":
        answer = small_net()
        path = export(
            keras_graph(answer),
            STAMP,
            tmp_path / f"{name}.onnx",
            lambda s, answer=answer: answer(s.patches)[0].numpy(),
            Sample(patches=x),
        )
        written.append(path.read_bytes())
    assert written[0] == written[1]
    network = Network.load(path)
    assert network.embedding(x).shape == (40, 8)
    assert np.allclose(network.probabilities(x), answer(x)[0].numpy(), atol=1e-5)


def test_a_tflite_file_answers_as_its_source(digit_rows, tmp_path):
    from glyphcam.training.tflite import run_tflite, write_tflite

    x, _ = digit_rows
    answer = small_net()
    path = write_tflite(answer, tmp_path / "a.tflite", Sample(patches=x))
    told = run_tflite(path.read_bytes(), x)
    assert np.allclose(told, answer(x)[0].numpy(), atol=1e-5)


def test_a_tflite_file_that_differs_is_not_written(digit_rows, tmp_path, monkeypatch):
    from glyphcam.training import tflite

    other = np.full((40, 10), 0.1, np.float32)
    monkeypatch.setattr(tflite, "run_tflite", lambda content, patches: other)
    with pytest.raises(ModelError, match=r"a\.tflite not written"):
        tflite.write_tflite(small_net(), tmp_path / "a.tflite", Sample(digit_rows[0]))
    assert not (tmp_path / "a.tflite").exists()
