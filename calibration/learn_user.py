"""Learn a user from samples: keep only what helps by its own leave-one-out check, then calibrate.

Each sample is read as if it had not been enrolled. A letter whose samples spoil more of these
readings than they mend is left to the base model; the temperature moves from its default as far
as the readings ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.neighbours import (
    TEMPERATURE,
    Embeddings,
    Neighbours,
    mix_nearest,
    nearest_of_each,
    unit,
)
from glyphcam.calibration.temperature import sharpen

PRIOR_SAMPLES = 100.0
"""The default temperature weighs as much as so many of the user's readings."""

_TEMPERATURES = TEMPERATURE * np.geomspace(0.5, 4.0, 31)


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Every sample read without itself.

    ``base`` (m, k) the base model's probabilities; ``nearest`` (m, k) similarity to the other
    samples, -inf for none; ``targets`` (m,) int64; ``is_judged`` (m,) bool, the samples whose
    letter has another one: a lone sample left out says nothing about its own letter.
    """

    base: NDArray[np.floating]
    nearest: NDArray[np.float64]
    targets: NDArray[np.int64]
    is_judged: NDArray[np.bool_]

    def mixed(self, is_used: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the judged samples' mixed probabilities (j, k)."""
        return mix_nearest(self.base[self.is_judged], self.nearest[self.is_judged], is_used)

    def right_count(self, is_used: NDArray[np.bool_]) -> int:
        """Return how many judged samples are read right with these labels' samples in use."""
        answers = self.mixed(is_used).argmax(axis=1)
        return int((answers == self.targets[self.is_judged]).sum())


def learn(
    probabilities: NDArray[np.floating], embeddings: Embeddings, targets: NDArray[np.int64]
) -> Neighbours:
    """Return the neighbours to use, from what the base model makes of the samples.

    ``probabilities`` (m, k), ``embeddings`` (m, d), ``targets`` (m,) true columns; m may be 0.
    """
    label_count = probabilities.shape[1]
    points = unit(embeddings)
    is_used = np.isin(np.arange(label_count), targets)
    if not len(targets):
        return Neighbours(points, targets, is_used)
    left_out = leave_one_out(probabilities, points, targets)
    is_used = without_harm(left_out, is_used)
    return Neighbours(points, targets, is_used, user_temperature(left_out, is_used))


def leave_one_out(
    probabilities: NDArray[np.floating], points: NDArray[np.float32], targets: NDArray[np.int64]
) -> LeftOut:
    """Return every sample as the others see it."""
    similarity = points @ points.T
    np.fill_diagonal(similarity, -np.inf)
    nearest = nearest_of_each(similarity, targets, probabilities.shape[1])
    counts = np.bincount(targets, minlength=probabilities.shape[1])
    return LeftOut(probabilities, nearest, targets, counts[targets] > 1)


def without_harm(left_out: LeftOut, is_used: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return ``is_used`` (k,) less the labels that spoil more readings than they mend."""
    kept = is_used.copy()
    count = left_out.right_count(kept)
    while kept.any():
        trials = {int(label): _without(kept, int(label)) for label in np.flatnonzero(kept)}
        counts = {label: left_out.right_count(trial) for label, trial in trials.items()}
        worst = max(counts, key=lambda label: counts[label])
        if counts[worst] <= count:
            break
        kept, count = trials[worst], counts[worst]
    nobody = np.zeros_like(kept)
    return nobody if left_out.right_count(nobody) > count else kept


def user_temperature(left_out: LeftOut, is_used: NDArray[np.bool_]) -> float:
    """Return the temperature (0.35 to 2.8) between the default and what the samples ask for."""
    mixed, targets = left_out.mixed(is_used), left_out.targets[left_out.is_judged]
    rows = np.arange(len(targets))
    losses = [
        -np.log(np.maximum(sharpen(mixed, t)[rows, targets], 1e-6)).sum()
        + PRIOR_SAMPLES * np.log(t / TEMPERATURE) ** 2
        for t in _TEMPERATURES
    ]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _without(is_used: NDArray[np.bool_], label: int) -> NDArray[np.bool_]:
    trial = is_used.copy()
    trial[label] = False
    return trial
