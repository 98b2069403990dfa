"""How likely one letter follows two others, counted in a word list, never nought."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.words import ALPHABET, Words

BORDER = len(ALPHABET)
"""What stands before the first letter."""

SHARES = (0.55, 0.25, 0.1, 0.1)
"""How much three letters, two, one and none count: names and unknown words must pass."""


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """``log_next`` (27, 27, 26) float32: of a letter after two others, natural logarithms."""

    log_next: NDArray[np.float32]

    def log_of(self, codes: NDArray[np.int8]) -> float:
        """Return the logarithm of a word's letters (k,) following each other."""
        before = (BORDER, BORDER)
        total = 0.0
        for code in codes:
            total += float(self.log_next[before[0], before[1], code])
            before = (before[1], int(code))
        return total


def letters_of(words: Words) -> Letters:
    """Count the list's letters; each word counts once, for what is not listed is like any of it."""
    size = len(ALPHABET)
    border = np.full((len(words.codes), 2), BORDER, np.int64)
    line = np.concatenate([border, words.codes.astype(np.int64)], axis=1)
    triples = np.stack([line[:, :-2], line[:, 1:-1], line[:, 2:]], axis=-1).reshape(-1, 3)
    triples = triples[(triples >= 0).all(axis=1)]
    shape = (size + 1, size + 1, size)
    places = np.ravel_multi_index(tuple(triples.T), shape)
    counts = np.bincount(places, minlength=int(np.prod(shape))).reshape(shape).astype(float)
    three = counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)
    pairs = counts.sum(axis=0)
    two = pairs / np.maximum(pairs.sum(axis=1, keepdims=True), 1)
    one = counts.sum(axis=(0, 1)) / counts.sum()
    mixed = SHARES[0] * three + SHARES[1] * two + SHARES[2] * one + SHARES[3] / size
    mixed /= mixed.sum(axis=2, keepdims=True)
    return Letters(np.log(mixed).astype(np.float32))
