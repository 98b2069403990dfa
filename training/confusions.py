"""The pairs of labels most often taken for one another, and examples of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Confusion:
    """``count`` pictures of column ``target`` were answered with column ``answer``."""

    target: int
    answer: int
    count: int


def worst_confusions(confusion: NDArray[np.int64], most: int = 8) -> tuple[Confusion, ...]:
    """Return the most frequent wrong pairs of a confusion matrix (k, k), most frequent first."""
    wrong = confusion.copy()
    np.fill_diagonal(wrong, 0)
    order = np.argsort(-wrong, axis=None, kind="stable")[:most]
    pairs = [divmod(int(place), len(wrong)) for place in order]
    return tuple(Confusion(t, a, int(wrong[t, a])) for t, a in pairs if wrong[t, a])


def examples_of(
    pair: Confusion, probabilities: NDArray[np.float32], targets: NDArray[np.int64], most: int = 8
) -> NDArray[np.intp]:
    """Return rows that are a case of ``pair``, the surest first."""
    rows = np.flatnonzero((targets == pair.target) & (probabilities.argmax(axis=1) == pair.answer))
    return rows[np.argsort(-probabilities[rows, pair.answer], kind="stable")][:most]
