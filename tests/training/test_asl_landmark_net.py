"""The landmark network learns a small real slice, and learns it the same way twice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow")

from glyphcam.training.asl_landmark_net import (
    LandmarkCourse,
    balanced,
    train_landmark_net,
)
from glyphcam.training.asl_landmarks import outputs
from glyphcam.training.asl_rows import LABELS, AslRows

SHORT = LandmarkCourse(steps=40, batch=64, width=48, blocks=1)


@pytest.fixture(scope="module")
def few(data: Path) -> AslRows:
    """Two sources, every twentieth row, the pictures left out."""
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        letters, sources = archive["letter"], archive["source"]
        still = np.flatnonzero(np.isin(sources, ("beyund", "nhhhuy")) & np.isin(letters, LABELS))
        rows = still[::20]
        points = archive["landmarks"][rows]
    return AslRows(
        landmarks=points - points[:, :1],
        patches=np.zeros((len(rows), 28, 28), np.uint8),
        has_patch=np.zeros(len(rows), np.bool_),
        targets=np.array([LABELS.index(letter) for letter in letters[rows]]),
        sources=sources[rows].astype(np.str_),
    )


def test_two_trainings_give_the_same_weights_and_learn(few: AslRows) -> None:
    first, again = (train_landmark_net(few, SHORT) for _ in range(2))
    for one, other in zip(first.get_weights(), again.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    logits, embedding = outputs(first, few.landmarks)
    assert embedding.shape == (len(few.targets), SHORT.width)
    assert (logits.argmax(axis=1) == few.targets).mean() > 0.3


def test_each_letter_of_each_source_is_drawn_equally_often(few: AslRows) -> None:
    lopsided = few.take(np.flatnonzero((few.targets != 0) | (few.sources == "beyund")))
    drawn = balanced(lopsided, 40, 250, seed=0).ravel()
    shares = np.bincount(lopsided.targets[drawn], minlength=24) / len(drawn)
    cells = np.array(
        [len(set(lopsided.sources[lopsided.targets == letter])) for letter in range(24)]
    )
    np.testing.assert_allclose(shares, cells / cells.sum(), atol=0.012)


def test_sources_with_few_letters_are_not_measured(few: AslRows) -> None:
    some = few.take((few.sources == "nhhhuy") | (few.targets < 5))
    assert some.measured_sources() == ("nhhhuy",)
