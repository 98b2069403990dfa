"""A calibration's facts agree with what was put in: honest answers, kept promises."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.temperature import sharpen
from glyphcam.training.calibration_facts import (
    halves,
    honesty,
    precisions_kept,
    set_coverage,
    sets_kept,
)

LABELS = tuple("ABCDEF")


def answers(count: int = 6000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Honest probabilities, truths drawn from them, ten sources."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, (count, 6))
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    truth = np.array([rng.choice(6, p=row) for row in probabilities])
    return probabilities, truth, rng.choice([f"s{i}" for i in range(10)], count)


def test_honest_answers_have_a_small_error_and_overconfident_ones_a_large_one() -> None:
    probabilities, truth, _ = answers()
    assert honesty(probabilities, truth).ece < 0.02
    over = honesty(sharpen(probabilities, 0.4), truth)
    assert over.ece > 0.1
    assert over.log_loss > honesty(probabilities, truth).log_loss
    assert over.accuracy == honesty(probabilities, truth).accuracy


def test_promises_are_kept_on_sources_they_were_not_fitted_on() -> None:
    for kept in (*precisions_kept(*answers()), *sets_kept(*answers())):
        assert kept.kept == pytest.approx(kept.asked, abs=0.04) or kept.kept > kept.asked


def test_coverage_is_shown_for_each_letter_and_each_source() -> None:
    probabilities, truth, groups = answers()
    shown = set_coverage(probabilities, truth, groups, LABELS)
    assert set(shown.by_letter) == set(LABELS)
    assert set(shown.by_source) == {f"s{i}" for i in range(10)}
    assert np.mean(list(shown.by_source.values())) == pytest.approx(0.95, abs=0.02)


def test_a_source_is_never_on_both_sides() -> None:
    groups = np.array(["a", "b", "a", "c", "b", "c"])
    is_first = halves(groups)
    assert all(len(set(is_first[groups == g])) == 1 for g in "abc")
    assert halves(np.full(6, "one")).sum() == 3
