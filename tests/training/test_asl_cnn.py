"""The letters' network of the patch is written in two formats that answer alike."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("keras")

from glyphcam.models.network import Network
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training import asl_cnn
from glyphcam.training.asl_patch_net import PatchCourse
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.recipe import TrainOptions
from glyphcam.training.tflite import run_tflite

pytestmark = [pytest.mark.soak, pytest.mark.filterwarnings("ignore::UserWarning")]


def rows() -> AslRows:
    """Return two sources of four pictures a letter, of noise."""
    random, count = np.random.default_rng(0), 8 * len(LABELS)
    return AslRows(
        landmarks=random.uniform(4, 24, (count, 21, 3)).astype(np.float32),
        patches=random.integers(256, size=(count, 28, 28), dtype=np.uint8),
        has_patch=np.ones(count, np.bool_),
        targets=np.arange(count) % len(LABELS),
        sources=np.array(["ann", "ben"])[np.arange(count) // len(LABELS) % 2],
    )


def test_the_tflite_file_answers_as_the_onnx_file_does(tmp_path, monkeypatch):
    monkeypatch.setenv("GLYPHCAM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(asl_cnn, "read_asl", lambda options: rows())
    course = PatchCourse(steps=2, further=2, batch=16, filters=(4, 4, 4, 4), dense=8)
    monkeypatch.setattr(asl_cnn, "patch_course", lambda options: course)
    second = tmp_path / "asl-cnn.tflite"
    options = TrainOptions(tmp_path, is_quiet=True, settings={"tflite": str(second)})
    trained = asl_cnn.train(recogniser_named("asl"), "cnn", options)
    asked = rows().patches[:16]
    expected = Network.load(trained.path).probabilities(asked)
    np.testing.assert_allclose(run_tflite(second.read_bytes(), asked), expected, atol=1e-5)
