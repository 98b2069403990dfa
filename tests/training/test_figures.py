"""Figures of an evaluation against scikit-learn's and against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.confusions import examples_of, worst_confusions
from glyphcam.training.coverage import coverage_curve
from glyphcam.training.figures import Missed, confusion_matrix, figures_of

DIGITS = recogniser_named("digits")


def answers(n: int = 500, k: int = 10) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(3)
    targets = dice.integers(0, k, n)
    logits = dice.normal(0, 1, (n, k))
    logits[np.arange(n), targets] += 2
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32), targets


def test_precision_recall_f1_and_confusion_agree_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    probabilities, targets = answers()
    told = probabilities.argmax(axis=1)
    found = figures_of(DIGITS, probabilities, targets, 0.5)
    p, r, f, n = metrics.precision_recall_fscore_support(targets, told, labels=range(10))
    assert np.allclose([c.precision for c in found.per_class], p)
    assert np.allclose([c.recall for c in found.per_class], r)
    assert np.allclose([c.f1 for c in found.per_class], f)
    assert [c.support for c in found.per_class] == n.tolist()
    assert np.array_equal(found.confusion, metrics.confusion_matrix(targets, told))
    assert found.accuracy == pytest.approx(metrics.accuracy_score(targets, told))
    assert found.macro_f1 == pytest.approx(metrics.f1_score(targets, told, average="macro"))
    top = metrics.top_k_accuracy_score(targets, probabilities, k=3)
    assert found.accuracy_top3 == pytest.approx(top)


def test_look_alikes_count_as_one_only_in_the_merged_accuracy():
    entry = recogniser_named("characters")
    told = [entry.labels.index(label) for label in "0O1IA"]
    true = np.array([entry.labels.index(label) for label in "O0I1B"])
    found = figures_of(entry, np.eye(36, dtype=np.float32)[told], true, 0.5)
    assert found.accuracy == 0
    assert found.accuracy_merged == pytest.approx(0.8)


def test_a_missed_hand_is_an_error_of_all_and_none_of_those_found():
    probabilities = np.eye(10, dtype=np.float32)[[1, 2, 3]]
    found = figures_of(
        DIGITS, probabilities, np.array([1, 2, 4]), 0.5, missed=Missed(np.array([1]))
    )
    assert (found.n, found.n_found) == (4, 3)
    assert found.accuracy == pytest.approx(0.5)
    assert found.accuracy_found == pytest.approx(2 / 3)
    assert found.per_class[1].recall == pytest.approx(0.5)


def test_each_source_has_its_own_share():
    probabilities = np.eye(10, dtype=np.float32)[[1, 2, 3, 4]]
    groups = np.array(["a", "b", "a", "b"])
    found = figures_of(DIGITS, probabilities, np.array([1, 2, 3, 5]), 0.5, groups)
    assert [(s.source, s.n, s.accuracy) for s in found.per_source] == [("a", 2, 1), ("b", 2, 0.5)]


def test_a_missed_hand_is_an_error_of_its_source():
    probabilities = np.eye(10, dtype=np.float32)[[1, 2]]
    missed = Missed(np.array([1, 3]), np.array(["b", "c"]))
    found = figures_of(DIGITS, probabilities, np.array([1, 2]), 0.5, np.array(["a", "b"]), missed)
    told = [(s.source, s.n, s.accuracy) for s in found.per_source]
    assert told == [("a", 1, 1), ("b", 2, 0.5), ("c", 1, 0)]


def test_no_pictures_at_all_give_figures_of_nothing():
    found = figures_of(DIGITS, np.empty((0, 10), np.float32), np.empty(0, np.int64), 0.5)
    assert (found.n, found.accuracy, found.ece) == (0, 0, 0)


def test_worst_confusions_come_first_and_their_examples_are_the_surest():
    told = np.array([2, 2, 2, 1, 5])
    true = np.array([1, 1, 2, 1, 6])
    worst = worst_confusions(confusion_matrix(true, told, 10))
    assert [(w.target, w.answer, w.count) for w in worst] == [(1, 2, 2), (6, 5, 1)]
    probabilities = np.eye(10, dtype=np.float32)[told]
    probabilities[0] *= 0.6
    assert examples_of(worst[0], probabilities, true).tolist() == [1, 0]


def test_answering_only_the_surest_half_keeps_the_right_ones():
    probabilities = np.full((4, 10), 0.01, np.float32)
    probabilities[[0, 1, 2, 3], [1, 2, 3, 4]] = [0.9, 0.8, 0.6, 0.5]
    points = coverage_curve(probabilities, np.array([1, 2, 0, 0]), (1.0, 0.5))
    assert [(p.accuracy, p.confidence) for p in points] == [
        (0.5, pytest.approx(0.5)),
        (1.0, pytest.approx(0.8)),
    ]
