"""Agreement of two reviewers, compared with figures worked out in another way."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.review_agreement import agreement


def test_kappa_is_that_of_cohens_textbook_table() -> None:
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: p_o 0.7, p_e 0.5, kappa 0.4."""
    first = "y" * 25 + "n" * 25
    second = "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    found = agreement("a", "b", list(first), list(second))
    assert found.percent == pytest.approx(70.0)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_of_many_labels_is_that_of_the_table_of_counts() -> None:
    first, second = list("AABBCCDDAB"), list("ABBBCCDAAB")
    labels = sorted(set(first + second))
    table = np.zeros((len(labels), len(labels)))
    for a, b in zip(first, second, strict=True):
        table[labels.index(a), labels.index(b)] += 1
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    off = 1 - np.eye(len(labels))
    kappa = 1 - (off * table).sum() / (off * expected).sum()
    assert agreement("a", "b", first, second).kappa == pytest.approx(kappa)


def test_two_who_always_say_one_and_the_same_thing_have_no_kappa() -> None:
    found = agreement("a", "b", ["A"] * 3, ["A"] * 3)
    assert (found.percent, found.kappa) == (100.0, None)


def test_nothing_in_common_is_no_agreement_and_no_kappa() -> None:
    found = agreement("a", "b", [], [])
    assert (found.items, found.percent, found.kappa) == (0, 0.0, None)
