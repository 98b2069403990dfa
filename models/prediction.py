"""A prediction: one probability a label, and the threshold below which it is unsure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEVER = 2.0
"""A threshold that no probability reaches."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One label and its calibrated probability."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Calibrated probabilities (k,) float32 over ``labels``; sure from ``threshold`` on.

    ``novelty`` says how unlike everything of its label it is, in spreads of one label over all
    people; None where the model does not say.
    """

    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    threshold: float
    novelty: float | None = None

    @property
    def label(self) -> str:
        """The likeliest label, sure or not."""
        return self.labels[int(self.probabilities.argmax())]

    @property
    def confidence(self) -> float:
        """The likeliest label's probability."""
        return float(self.probabilities.max())

    @property
    def is_refused(self) -> bool:
        """Whether no confidence would make it sure: it is no label at all, see refused."""
        return self.threshold > 1

    @property
    def is_unsure(self) -> bool:
        """Whether the confidence is below the threshold."""
        return self.confidence < self.threshold

    def refused(self) -> Prediction:
        """Return the same answer as one that counts for nothing."""
        return Prediction(self.labels, self.probabilities, NEVER, self.novelty)

    def top(self, count: int = 3) -> tuple[Candidate, ...]:
        """Return the ``count`` likeliest candidates, likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")[:count]
        return tuple(Candidate(self.labels[i], float(self.probabilities[i])) for i in order)
