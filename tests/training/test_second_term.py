"""The second term goes on from the first one's answers, and shows what it knew less often."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("keras")

from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.glyph_cnn import _start
from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_fit import Course
from glyphcam.training.glyph_looks import augmenter_of
from glyphcam.training.glyph_net import SMALL, glyph_net
from glyphcam.training.second_term import (
    SHOWN,
    FirstAnswers,
    SecondBatches,
    first_answers,
    second_course,
)

FASHION = RECOGNISERS["fashion"]
SURE_ROWS, COUNT = 900, 1200


@pytest.fixture
def goods() -> GlyphSet:
    dice = np.random.default_rng(0)
    patches = dice.integers(0, 256, (COUNT, 28, 28), dtype=np.uint8)
    return GlyphSet("noise", patches, np.arange(COUNT) % 10)


@pytest.fixture
def answers(goods: GlyphSet) -> FirstAnswers:
    """Of the first 900 rows the label is known at 0.95, of the others at 0.1."""
    probabilities = np.full((COUNT, 10), 0.1, np.float32)
    probabilities[:SURE_ROWS] = 0.05 / 9
    rows = np.arange(SURE_ROWS)
    probabilities[rows, goods.targets[:SURE_ROWS]] = 0.95
    return FirstAnswers(probabilities)


@pytest.fixture
def batches(goods: GlyphSet, answers: FirstAnswers) -> SecondBatches:
    course = Course(epochs=45, batch=20, second_epochs=8)
    second = second_course(course, answers, goods.targets)
    assert second.epoch_size == 300 + 900 // 3
    assert (second.epochs, second.smoothing) == (8, 0.0)
    return SecondBatches(goods, augmenter_of(FASHION), second, 0, answers)


Shown = tuple[NDArray[np.float32], NDArray[np.float32]]


def shown(batches: SecondBatches) -> Shown:
    """Return the targets and weights of one epoch."""
    whole = [batches[place] for place in range(len(batches))]
    targets, weights = (np.concatenate([one[part] for one in whole]) for part in (1, 2))
    return targets, weights


def test_what_was_known_is_shown_a_third_as_often_and_weighs_three_times(
    batches: SecondBatches,
) -> None:
    _, weights = shown(batches)
    known = weights == np.float32(1 / SHOWN)
    assert known.mean() == pytest.approx(0.5, abs=0.06)
    assert set(weights[~known]) == {1.0}


def test_targets_are_half_label_half_first_answer(batches: SecondBatches) -> None:
    targets, weights = shown(batches)
    np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-5)
    known = weights > 1
    np.testing.assert_allclose(targets[known].max(axis=1), 0.975, atol=1e-5)
    np.testing.assert_allclose(targets[~known].max(axis=1), 0.55, atol=1e-5)


def test_the_last_epochs_show_all_alike(batches: SecondBatches) -> None:
    for _ in range(7):
        batches.on_epoch_end()
    targets, weights = shown(batches)
    assert set(weights) == {1.0}
    assert (targets.max(axis=1) > 0.9).mean() == pytest.approx(0.75, abs=0.06)


def test_a_first_answer_is_the_mean_over_picture_and_mirror(goods: GlyphSet) -> None:
    model = glyph_net(10, SMALL)
    few = goods.rows(np.arange(8))
    mirrored = GlyphSet("mirrored", np.ascontiguousarray(few.patches[:, :, ::-1]), few.targets)
    one, other = (first_answers(model, part).probabilities for part in (few, mirrored))
    np.testing.assert_allclose(one, other, atol=1e-6)
    np.testing.assert_allclose(one.sum(axis=1), 1, atol=1e-5)


def test_weights_of_another_network_are_refused_by_name(tmp_path) -> None:
    np.savez(tmp_path / "other.npz", np.zeros(3))
    with pytest.raises(DataError, match=r"other\.npz holds no weights of this network"):
        _start(glyph_net(10, SMALL), tmp_path / "other.npz")
    with pytest.raises(DataError, match="missing"):
        _start(glyph_net(10, SMALL), tmp_path / "missing.npz")
