"""What a sign might have been: a network's probabilities seen through its known confusions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.words import ALPHABET
from glyphcam.models.shelf import SHELF

SHIPPED = SHELF / "asl-confusions.json"
"""Of landmark networks on the people each never saw, see benchmarks/spelling_folds.py."""

SHARE = 0.35
"""How much the confusions count beside the probabilities of this very sign."""

FLOOR = 2e-4
"""No letter is impossible."""


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """``truth`` (k, k): of those read as row's label, the share that were column's."""

    labels: tuple[str, ...]
    truth: NDArray[np.float64]

    def letters(
        self, probabilities: NDArray[np.floating], labels: Sequence[str]
    ) -> NDArray[np.float32]:
        """Return log-probabilities (26,) of what a sign with ``probabilities`` (k,) was."""
        ordered = np.zeros(len(self.labels))
        for label, share in zip(labels, probabilities, strict=True):
            if label in self.labels:
                ordered[self.labels.index(label)] = share
        mixed = (1 - SHARE) * ordered + SHARE * (ordered @ self.truth)
        whole = np.zeros(len(ALPHABET))
        whole[[ALPHABET.index(label) for label in self.labels]] = mixed
        whole = np.maximum(whole / max(whole.sum(), 1e-9), FLOOR)
        logs: NDArray[np.float32] = np.log(whole / whole.sum()).astype(np.float32)
        return logs

    def certain(self, letter: str) -> NDArray[np.float32]:
        """Return log-probabilities (26,) of a letter that is a movement and no other."""
        whole = np.full(len(ALPHABET), FLOOR)
        whole[ALPHABET.index(letter)] = 1
        logs: NDArray[np.float32] = np.log(whole / whole.sum()).astype(np.float32)
        return logs


def shipped_confusions(path: Path = SHIPPED) -> Confusions:
    """Return the shipped matrix."""
    facts = json.loads(path.read_text("utf-8"))
    return Confusions(tuple(facts["labels"]), np.array(facts["truth"]))
