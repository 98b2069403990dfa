"""Neighbours vote in the graph as they do when counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

tf = pytest.importorskip("tensorflow")

from glyphcam.training.asl_knn import Crowd, knn_graph  # noqa: E402
from glyphcam.training.asl_neighbours import points_of, spread_rows, vote  # noqa: E402
from glyphcam.training.asl_rows import LABELS, AslRows  # noqa: E402
from glyphcam.training.export import Sample, run  # noqa: E402


def rows(count: int = 90) -> AslRows:
    random = np.random.default_rng(0)
    return AslRows(
        landmarks=random.normal(size=(count, 21, 3)).astype(np.float32),
        patches=random.integers(256, size=(count, 28, 28), dtype=np.uint8),
        has_patch=np.ones(count, np.bool_),
        targets=np.arange(count) % 3,
        sources=np.array(["one", "two"])[np.arange(count) % 2],
    )


def test_a_point_is_read_as_itself() -> None:
    places = np.eye(48, dtype=np.float32) * 3
    targets = np.arange(48) // 2
    answers = np.asarray(vote(tf.constant(places), points_of(places, targets)))
    assert (answers.argmax(axis=1) == targets).all()
    np.testing.assert_allclose(answers.sum(axis=1), 1.0, atol=1e-5)


def test_rows_are_spread_over_letters_and_sources() -> None:
    kept = spread_rows(rows(), per_cell=4)
    cells = [f"{rows().sources[i]}{rows().targets[i]}" for i in kept]
    assert {cells.count(cell) for cell in cells} == {4}


def test_the_graph_agrees_with_distances_counted_by_hand() -> None:
    crowd = Crowd.of(rows(150))
    asked = np.random.default_rng(1).integers(256, size=(7, 28, 28), dtype=np.uint8)
    places = (asked.reshape(7, 784) - crowd.mean) @ crowd.axes
    gaps = places[:, None] - crowd.points.astype(np.float64)
    near = np.argsort((gaps**2).sum(axis=2), axis=1)[:, :15]
    most = [np.bincount(crowd.targets[row]).max() for row in near]
    answers = run(knn_graph(crowd, 1.0), Sample(asked))
    np.testing.assert_allclose(answers, crowd.vote(asked), atol=1e-6)
    np.testing.assert_allclose(answers.max(axis=1), (np.array(most) + 30) / (15 + 720), atol=1e-6)


def test_components_keep_who_is_near() -> None:
    crowd, taught = Crowd.of(rows(150)), rows(150)
    answers = crowd.vote(taught.patches)
    few = crowd.points.astype(np.float64)
    assert few.shape == (150, 192)
    assert np.abs(few).max() == 127
    spread = few.var(axis=0)[:96]  # 150 hands have no more than 149 components
    assert (np.diff(spread) < spread[:-1] * 0.05).all()
    assert answers.shape == (150, len(LABELS))
