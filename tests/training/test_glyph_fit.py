"""Learning repeats itself exactly, and a network's file answers as the network does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("keras")

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training import glyph_cnn
from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_fit import Batches, Course, callbacks_of, fit, one_thread
from glyphcam.training.glyph_looks import augmenter_of
from glyphcam.training.glyph_net import SMALL, glyph_net
from glyphcam.training.recipe import TrainOptions

DIGITS = RECOGNISERS["digits"]
Rows = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def learned(
    rows: Rows, course: Course, keep: Path
) -> tuple[list[NDArray[np.float32]], Mapping[str, object]]:
    """Train a small net on 40 digits and return its weights and history."""
    one_thread(3)
    glyphs = GlyphSet("few", rows[0], rows[1].astype(np.int64))
    model = glyph_net(10, SMALL)
    batches = Batches(glyphs, augmenter_of(DIGITS), course, seed=3)
    history = fit(model, batches, glyphs, course, keep, is_quiet=True)
    return model.get_weights(), history


def test_two_runs_give_the_same_weights(digit_rows: Rows, tmp_path: Path) -> None:
    course, keep = Course(epochs=1, epoch_size=96, batch=32), tmp_path / "kept.npz"
    (first, _), (second, _) = learned(digit_rows, course, keep), learned(digit_rows, course, keep)
    assert all(np.array_equal(one, other) for one, other in zip(first, second, strict=True))


def test_a_plateau_course_halves_its_rate_and_ends_when_nothing_improves() -> None:
    reduce, stop = callbacks_of(Course(epochs=30, plan="plateau", patience=8))
    assert (reduce.factor, reduce.patience) == (0.5, 3)
    assert (stop.patience, stop.restore_best_weights) == (8, True)


def test_a_cosine_course_ends_where_it_was_meant_to() -> None:
    assert callbacks_of(Course(epochs=30)) == []


def test_batches_are_functions_of_epoch_and_place(digit_rows: Rows) -> None:
    glyphs = GlyphSet("few", digit_rows[0], digit_rows[1].astype(np.int64))
    course = Course(epochs=1, epoch_size=64, batch=32)
    batches = Batches(glyphs, augmenter_of(DIGITS), course, seed=0)
    first, _ = batches[0]
    assert np.array_equal(first, batches[0][0])
    batches.on_epoch_end()
    assert not np.array_equal(first, batches[0][0])


def test_rare_labels_are_shown_more_often_than_they_come(digit_rows: Rows) -> None:
    targets = np.repeat([0, 1], [36, 4])
    glyphs = GlyphSet("few", digit_rows[0], targets)
    course = Course(epochs=1, epoch_size=4000, batch=4000, balance=0.5)
    _, hot = Batches(glyphs, augmenter_of(DIGITS), course, seed=0)[0]
    assert hot[:, 1].mean() == pytest.approx(2 / (6 + 2), abs=0.03)


@pytest.mark.filterwarnings("ignore::UserWarning")  # tf.lite says that LiteRT will replace it
def test_the_recipe_writes_a_file_that_answers_as_the_network(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        few = {name: arrays[name][:1500] for name in ("x_train", "y_train")}
        few |= {name: arrays[name][:200] for name in ("x_test", "y_test")}
    np.savez(tmp_path / "mnist.npz", **few)
    monkeypatch.setenv("GLYPHCAM_DATA", str(tmp_path))
    monkeypatch.setattr(glyph_cnn, "COURSES", {"digits": Course(epochs=1, epoch_size=1280)})
    second = tmp_path / "digits.tflite"
    options = TrainOptions(
        tmp_path,
        is_small=True,
        is_quiet=True,
        epochs=1,
        settings={"tflite": str(second), "zca": "0.1"},
    )
    trained = glyph_cnn.train(DIGITS, "cnn", options)
    network = Network.load(trained.path, DIGITS)
    assert network.stamp.temperature is not None
    assert trained.held_out is not None
    assert trained.held_out.probabilities.shape == (200, 10)
    assert set(trained.history) >= {"loss", "val_loss", "accuracy", "val_accuracy"}
    assert second.stat().st_size > 10_000
    assert (tmp_path / "zca.npz").is_file()
