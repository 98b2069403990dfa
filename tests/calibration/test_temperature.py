"""A temperature undoes an over-confidence that was put in on purpose."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import log_loss as sklearn_log_loss

from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import (
    fit_temperature,
    level_temperature,
    log_loss,
    sharpen,
)


def honest_answers(count: int = 20000) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities (count, 5) and targets drawn from those very probabilities."""
    rng = np.random.default_rng(7)
    probabilities = rng.dirichlet(np.full(5, 0.6), size=count)
    targets = (probabilities.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1)
    return probabilities, targets


def test_a_network_made_three_times_too_sure_is_brought_back() -> None:
    probabilities, targets = honest_answers()
    too_sure = sharpen(probabilities, 1 / 3)
    assert fit_temperature(too_sure, targets) == pytest.approx(3.0, rel=0.05)


def test_the_fitted_temperature_makes_the_calibration_error_small() -> None:
    probabilities, targets = honest_answers()
    too_sure = sharpen(probabilities, 1 / 3)
    mended = sharpen(too_sure, fit_temperature(too_sure, targets))
    assert expected_calibration_error(too_sure, targets) > 0.1
    assert expected_calibration_error(mended, targets) < 0.01


def test_a_level_temperature_makes_confidence_the_share_right() -> None:
    probabilities, targets = honest_answers()
    too_sure = sharpen(probabilities, 1 / 3)
    mended = sharpen(too_sure, level_temperature(too_sure, targets))
    is_right = too_sure.argmax(axis=1) == targets
    assert mended.max(axis=1).mean() == pytest.approx(is_right.mean(), abs=1e-4)
    assert level_temperature(too_sure, targets) == pytest.approx(3.0, rel=0.05)


def test_temperature_one_changes_nothing_and_no_temperature_changes_an_answer() -> None:
    probabilities, _ = honest_answers(100)
    assert sharpen(probabilities, 1.0) == pytest.approx(probabilities)
    assert (sharpen(probabilities, 2.5).argmax(1) == probabilities.argmax(1)).all()


def test_log_loss_is_scikit_learns() -> None:
    probabilities, targets = honest_answers(500)
    expected = sklearn_log_loss(targets, probabilities, labels=range(5))
    assert log_loss(probabilities, targets) == pytest.approx(expected)
