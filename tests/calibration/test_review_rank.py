"""The order of the queue: doubt times distance to what was taken before."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.review_item import Why
from glyphcam.calibration.review_rank import FAR, doubt_of, most_useful


def at(*places: float) -> np.ndarray:
    """Looks on a line, so that distances are plain differences."""
    rows = np.zeros((len(places), 112), np.float32)
    rows[:, 0] = places
    return rows


NOTHING_SEEN = at()


def test_equal_looks_go_by_doubt() -> None:
    order = most_useful(np.array([0.2, 0.9, 0.5]), at(0, 50, 100), NOTHING_SEEN, 3)
    assert order.tolist() == [1, 2, 0]


def test_equal_doubts_are_spread_out() -> None:
    order = most_useful(np.full(3, 0.5), at(0, 0.5, 3), NOTHING_SEEN, 3)
    assert order.tolist() == [0, 2, 1]


def test_what_is_like_an_answered_item_comes_last() -> None:
    order = most_useful(np.array([0.9, 0.5]), at(0, 50), at(0.1), 2)
    assert order.tolist() == [1, 0]


def test_greedy_is_what_going_through_all_of_them_gives() -> None:
    noise = np.random.default_rng(5)
    doubts, rows = noise.random(12), at(*noise.uniform(0, 9, 12))
    taken: list[int] = []
    while len(taken) < 12:
        worth = {
            i: doubts[i] * min([FAR, *(abs(rows[i, 0] - rows[j, 0]) for j in taken)])
            for i in range(12)
            if i not in taken
        }
        taken.append(max(worth, key=lambda i: worth[i]))
    assert most_useful(doubts, rows, NOTHING_SEEN, 12).tolist() == taken


def test_no_more_are_given_than_there_are() -> None:
    assert len(most_useful(np.array([0.5]), at(0), NOTHING_SEEN, 9)) == 1


def test_doubt_is_one_less_the_margin(made) -> None:
    item = made(1, probabilities=np.array([0.5, 0.3, 0.2], np.float32))
    assert doubt_of(item) == pytest.approx(0.8)


def test_a_sure_answer_that_another_kind_denies_is_doubted(made) -> None:
    sure = np.array([0.98, 0.01, 0.01], np.float32)
    assert doubt_of(made(1, probabilities=sure)) < 0.05
    assert doubt_of(made(1, probabilities=sure, why=(Why.KINDS,))) == 0.8
