"""How the numbers of the training data are made."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.models.training_reference import SCALE, patch_looks
from glyphcam.training.training_reference import (
    CENTRES,
    centres_of,
    hand_sizes,
    limit_of,
    range_of,
    told,
)


def flat(*greys: int) -> np.ndarray:
    """Looks of patches of one grey each."""
    return patch_looks(np.stack([np.full((28, 28), grey, np.uint8) for grey in greys]))


def test_every_label_has_centres_of_its_own() -> None:
    seen = flat(*([10] * 8), *([200] * 8))
    targets = np.repeat([0, 1], 8)
    found = centres_of(seen, targets)
    assert found.shape == (2 * CENTRES, 112)
    np.testing.assert_allclose(found[:CENTRES], flat(10).repeat(CENTRES, axis=0), rtol=1e-5)
    np.testing.assert_allclose(found[CENTRES:], flat(200).repeat(CENTRES, axis=0), rtol=1e-5)


def test_centres_stand_amid_the_groups_there_are() -> None:
    noise = np.random.default_rng(0).integers(-3, 4, 400)
    seen = flat(*(np.repeat([20, 80, 140, 200], 100) + noise))
    found = centres_of(seen, np.zeros(400, np.int64), seed=3)
    greys = np.sort(found[:, 0] * 18 * 7)
    assert limit_of(seen, found) < limit_of(seen, found[:1])
    assert greys[0] < 60 < 160 < greys[-1]


def test_the_limit_holds_ninety_nine_of_a_hundred() -> None:
    greys = np.arange(201)
    limit = limit_of(flat(*greys), flat(0))  # one grey is 1/18 from the next, see INK_UNIT
    assert np.mean(greys / 18 <= limit + 1e-6) == pytest.approx(0.99, abs=0.01)


def test_a_range_is_of_the_sources_medians_and_blanks_count_for_nothing() -> None:
    values = np.array([1.0, 3.0, 100.0, 10.0, np.nan, np.nan])
    sources = np.array(["a", "a", "a", "b", "b", "c"])
    found = range_of(values, sources)
    assert found["middle"] == pytest.approx((3 + 10) / 2)
    assert 3 <= found["low"] < found["high"] <= 10


def test_the_size_of_a_hand_is_known_only_in_a_whole_frame() -> None:
    points = np.zeros((2, 21, 3), np.float32)
    points[:, 1] = [30, 80, 5]
    found = hand_sizes({"landmarks": points, "image": np.array(["", "a/b.jpg"])})
    assert found[0] == 80
    assert np.isnan(found[1])


def test_centres_are_told_as_whole_numbers() -> None:
    [row] = told(flat(126))
    assert len(row) == 49
    assert row[0] == SCALE
