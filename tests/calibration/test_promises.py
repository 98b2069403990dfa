"""Promises are read back as stamped, the stricter one where the very one is missing."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.conformal import set_limit
from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.promises import promise_figures, set_limit_for, threshold_for
from glyphcam.calibration.threshold import precision_threshold


def test_the_figures_are_those_of_the_single_measures() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.dirichlet(np.ones(5) * 0.3, 500)
    targets = np.where(rng.random(500) < 0.8, probabilities.argmax(axis=1), 0)
    figures = promise_figures(probabilities, targets)
    is_right = probabilities.argmax(axis=1) == targets
    expected = precision_threshold(probabilities.max(axis=1), is_right, 0.95)
    assert threshold_for(figures, 0.95) == expected
    assert set_limit_for(figures, 0.9) == set_limit(probabilities, targets, 0.9)


def test_between_two_promises_the_stricter_is_taken() -> None:
    assert threshold_for({"threshold_0.9": 0.4, "threshold_0.95": 0.7}, 0.92) == 0.7


def test_a_stricter_promise_than_any_stamped_is_refused() -> None:
    with pytest.raises(
        SettingError, match=r"a precision of 0\.95 at most: ask for less than 0\.99"
    ):
        threshold_for({"threshold_0.95": 0.7}, 0.99)


def test_a_model_without_promises_says_so() -> None:
    with pytest.raises(SettingError, match="stamped with no coverage: train it again"):
        set_limit_for({"threshold_0.95": 0.7}, 0.9)


@pytest.mark.parametrize("asked", [0.0, 1.0, 95.0, -1.0])
def test_a_promise_outside_0_to_1_is_refused(asked: float) -> None:
    with pytest.raises(SettingError, match="cannot be kept"):
        threshold_for({"threshold_0.95": 0.7}, asked)
