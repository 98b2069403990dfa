"""A trial of a retrained model: both figures, old and new, and whether they let it replace the old.

The untouched set is what the recogniser is judged by and nothing was tuned on; the corrections held
back are whole sessions of the review queue that taught nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """How many of ``count`` pictures each model got right; ``name`` says which pictures."""

    name: str
    count: int
    old: float
    new: float

    @property
    def noise(self) -> float:
        """One standard error of the old share: less than this is no difference."""
        return float(np.sqrt(self.old * (1 - self.old) / max(1, self.count)))

    @property
    def is_no_worse(self) -> bool:
        """Whether the new model loses at most what chance would."""
        return self.new >= self.old - self.noise

    @property
    def is_better(self) -> bool:
        """Whether the new model gets more right."""
        return self.new > self.old

    def text(self) -> str:
        """Return the score as a line."""
        return (
            f"{self.name} ({self.count}): {self.old * 100:.2f} % -> {self.new * 100:.2f} %"
            f"  (chance alone moves it by {self.noise * 100:.2f})"
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """The score on the ``untouched`` set and on the corrections ``held`` back."""

    untouched: Score
    held: Score

    @property
    def is_passed(self) -> bool:
        """Better on the corrections held back, and no worse than chance on the untouched set."""
        return self.held.is_better and self.untouched.is_no_worse

    def verdict(self) -> str:
        """Return in words why it may, or may not, replace the old model."""
        if self.is_passed:
            return "better on what people corrected, and nothing lost on the untouched set"
        if not self.held.is_better:
            return "no better on the corrections held back"
        return "worse on the untouched set"


def score(
    name: str, old: NDArray[np.floating], new: NDArray[np.floating], targets: NDArray[np.int64]
) -> Score:
    """Return the score of old and new probabilities (n, k) against targets (n,)."""
    shares = [float((each.argmax(axis=1) == targets).mean()) for each in (old, new)]
    return Score(name, len(targets), *shares)
