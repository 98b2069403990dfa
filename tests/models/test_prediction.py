"""A prediction names its likeliest label and says when it is unsure."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.models.prediction import Candidate, Prediction

SURE = Prediction(("A", "B", "C"), np.array([0.1, 0.7, 0.2], np.float32), threshold=0.6)


def test_the_likeliest_label_and_its_probability_are_the_answer() -> None:
    assert SURE.label == "B"
    assert SURE.confidence == pytest.approx(0.7)


@pytest.mark.parametrize(("threshold", "is_unsure"), [(0.6, False), (0.71, True)])
def test_it_is_unsure_below_the_threshold(threshold: float, is_unsure: bool) -> None:
    assert Prediction(SURE.labels, SURE.probabilities, threshold).is_unsure is is_unsure


def test_the_top_candidates_come_likeliest_first() -> None:
    assert SURE.top(2) == (Candidate("B", pytest.approx(0.7)), Candidate("C", pytest.approx(0.2)))
