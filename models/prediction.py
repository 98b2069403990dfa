"""A prediction: one probability a label, and the threshold below which it is unsure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Candidate:
    """One label and its calibrated probability."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Calibrated probabilities (k,) float32 over ``labels``; sure from ``threshold`` on."""

    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    threshold: float

    @property
    def label(self) -> str:
        """The likeliest label, sure or not."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """The likeliest label's probability."""
        return float(self.probabilities.max())

    @property
    def is_unsure(self) -> bool:
        """Whether the confidence is below the threshold."""
        return self.confidence < self.threshold

    def top(self, count: int = 3) -> tuple[Candidate, ...]:
        """Return the ``count`` likeliest candidates, likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")[:count]
        return tuple(Candidate(self.labels[i], float(self.probabilities[i])) for i in order)
