"""A correction head learns what it is told, forgets nothing that is replayed, and exports whole."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import model_path
from glyphcam.training.export import Sample, run
from glyphcam.training.review_graph import with_head
from glyphcam.training.review_head import Head, Seen, fit_head


def seen(rows: int, width: int, seed: int, bend: bool) -> Seen:
    """Two labels by the sign of the first number; ``bend`` turns the sign where the second is."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(rows, width))
    by_first = 1 / (1 + np.exp(-4 * points[:, 0]))
    truth = (points[:, 0] > 0).astype(np.int64)
    if bend:
        points[:, 1] = 3.0
        truth = 1 - truth
    else:
        points[:, 1] = 0.0
    answers = np.stack([1 - by_first, by_first], axis=1)
    return Seen(answers, points, truth, np.ones(rows))


def share_right(answers: np.ndarray, truth: np.ndarray) -> float:
    return float((answers.argmax(axis=1) == truth).mean())


def test_the_head_of_no_corrections_changes_nothing() -> None:
    before = seen(50, 6, 0, bend=False)
    none = Seen(np.zeros((0, 2)), np.zeros((0, 6)), np.zeros(0, np.int64), np.zeros(0))
    head = fit_head(none, before)
    assert not head.weights.any() and not head.bias.any()
    assert np.allclose(head.correct(before.probabilities, before.embeddings), before.probabilities)


def test_a_label_that_people_moved_is_moved_and_the_others_stay() -> None:
    before, told = seen(400, 6, 1, bend=False), seen(40, 6, 2, bend=False)
    wrong = Seen(told.probabilities, told.embeddings + 0.0, np.ones(40, np.int64), np.ones(40))
    wrong.embeddings[:, 1] = 3.0  # what is corrected is told by the second number
    head = fit_head(wrong, before)
    asked = told.embeddings.copy()
    asked[:, 1] = 3.0
    assert head.correct(told.probabilities, asked)[:, 1].mean() > told.probabilities[:, 1].mean()
    kept = head.correct(before.probabilities, before.embeddings)
    assert share_right(kept, before.targets) >= 0.97


def test_a_network_with_a_head_answers_as_the_head_says(data) -> None:
    path = model_path(RECOGNISERS["digits"], "cnn")
    network = Network.load(path)
    with np.load(data / "mnist.npz", allow_pickle=False) as archive:
        patches = archive["x_test"][:50]
    random = np.random.default_rng(0)
    width = network.embedding(patches).shape[1]
    head = Head(
        random.normal(0, 0.05, (width, 10)).astype(np.float32),
        random.normal(0, 1, 10).astype(np.float32),
    )
    wanted = head.correct(network.probabilities(patches), network.embedding(patches))
    once = with_head(onnx.load(str(path)), head)
    assert np.allclose(run(once, Sample(patches)), wanted, atol=1e-5)
    assert not np.allclose(wanted, network.probabilities(patches), atol=0.01)
    twice = with_head(once, Head(-head.weights, -head.bias))  # undone again
    assert np.allclose(run(twice, Sample(patches)), network.probabilities(patches), atol=1e-4)


def test_a_model_without_embedding_cannot_carry_a_head() -> None:
    model = onnx.load(str(model_path(RECOGNISERS["asl"], "svm")))
    with pytest.raises(ModelError, match=r"gives no embedding.*--whole"):
        with_head(model, Head(np.zeros((4, 24), np.float32), np.zeros(24, np.float32)))
