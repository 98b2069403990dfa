"""Neighbours and margins: chosen points, votes, and files that answer as scikit-learn does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import log_loss
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.glyph_condense import border_points
from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_knn import DOUBTS, NEAR, nearest, train, tuned, votes
from glyphcam.training.glyph_knn_graph import Voters
from glyphcam.training.glyph_projection import Discriminants
from glyphcam.training.glyph_svm import train as train_svm
from glyphcam.training.recipe import TrainOptions


@pytest.fixture
def few_digits(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of 3,000 MNIST digits to learn from and 300 to be judged by."""
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        few = {name: arrays[name][:3000] for name in ("x_train", "y_train")}
        few |= {name: arrays[name][:300] for name in ("x_test", "y_test")}
    np.savez(tmp_path / "mnist.npz", **few)
    monkeypatch.setenv("GLYPHCAM_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("kind", ["knn", "svm"])
def test_the_file_reads_digits_and_holds_its_figures(few_digits: Path, kind: str) -> None:
    recipe = {"knn": train, "svm": train_svm}[kind]
    trained = recipe(RECOGNISERS["digits"], kind, TrainOptions(out=few_digits))
    network = Network.load(trained.path, RECOGNISERS["digits"])
    assert trained.held_out is not None
    assert network.stamp.figures["accuracy"] == trained.figures["accuracy"] > 0.93
    assert trained.path.stat().st_size < 4e6


def test_votes_fall_with_distance_and_every_label_keeps_some_doubt() -> None:
    voters = Voters(np.zeros((1, 1), np.float32), np.zeros(1, np.int64), 3, 100.0, 0.01)
    shares = votes(np.array([[0.0, 100.0, 1e6]]), np.array([[2, 1, 0]]), voters, 4)[0]
    expected = np.array([0.0, np.exp(-1), 1.0, 0.0]) / (1 + np.exp(-1))
    assert shares == pytest.approx((expected + 0.01) / 1.04)


def test_the_nearest_are_those_of_plain_arithmetic() -> None:
    random = np.random.default_rng(0)
    points, rows = random.normal(size=(50, 4)), random.normal(size=(7, 4))
    squares, labels = nearest(points, np.arange(50), rows, 3)
    truth = ((rows[:, None] - points) ** 2).sum(axis=2)
    assert np.array_equal(labels, truth.argsort(axis=1)[:, :3])
    assert squares == pytest.approx(np.sort(truth, axis=1)[:, :3])


def test_points_at_the_border_stay() -> None:
    points = np.linspace(0, 100, 101, dtype=np.float32)[:, None]
    targets = (points[:, 0] > 50).astype(np.int64)
    kept = points[border_points(points, targets, 30, seed=0), 0]
    assert len(kept) == 30
    assert {45.0, 50.0, 51.0, 56.0} <= set(kept.tolist())


def test_discriminants_part_labels_that_the_widest_direction_does_not() -> None:
    random = np.random.default_rng(0)
    targets = random.integers(0, 2, 400)
    rows = np.stack([random.normal(0, 50, 400), targets + random.normal(0, 0.1, 400)], axis=1)
    found = Discriminants(width=1, ridge=1e-6).fit(rows.astype(np.float32), targets)
    line = found.transform(rows.astype(np.float32))[:, 0]
    assert abs(np.corrcoef(line, targets)[0, 1]) > 0.95
    assert np.abs(line).max() == pytest.approx(127, abs=0.5)


def test_of_votes_that_are_as_good_the_most_honest_is_chosen(data: Path) -> None:
    with np.load(data / "fashion_mnist.npz", allow_pickle=False) as arrays:
        x, y = arrays["x_test"][:3000], arrays["y_test"][:3000].astype(np.int64)
    points = x[:, ::4, ::4].reshape(len(x), -1).astype(np.float32)  # (3000, 49)
    held = GlyphSet("held", x[2000:], y[2000:])
    voters = tuned(points[:2000], y[:2000], points[2000:], held)
    squares, labels = nearest(points[:2000], y[:2000], points[2000:], 9)

    def told(doubt: float) -> tuple[float, float]:
        shares = votes(squares, labels, replace(voters, doubt=doubt), 10)
        return log_loss(shares, held.targets), expected_calibration_error(shares, held.targets)

    loss, honesty = told(voters.doubt)
    best = min(told(doubt)[0] for doubt in DOUBTS)
    assert loss <= best * (1 + NEAR)
    assert honesty == min(ece for loss, ece in map(told, DOUBTS) if loss <= best * (1 + NEAR))
