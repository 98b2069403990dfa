"""How right and how honest answers on unseen sources are, and the temperature and threshold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.promises import promise_figures
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import fit_temperature, sharpen
from glyphcam.calibration.threshold import coverage, precision_threshold
from glyphcam.training.asl_rows import LABELS

Probabilities = NDArray[np.floating]

CROSS_PARTS = 5


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """Uncalibrated answers on sources left out of training.

    ``probabilities`` (n, 24); ``targets`` (n,) int64; ``sources`` (n,) str.
    """

    probabilities: Probabilities
    targets: NDArray[np.int64]
    sources: NDArray[np.str_]

    @property
    def is_right(self) -> NDArray[np.bool_]:
        """Return (n,) whether each answer is the truth."""
        return np.asarray(self.probabilities.argmax(axis=1) == self.targets)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Return (n,) weights by which every source counts alike, their mean 1."""
        place = np.unique(self.sources, return_inverse=True)[1]
        counts = np.bincount(place)
        return np.asarray(len(place) / len(counts) / counts[place])


@dataclass(frozen=True, slots=True, eq=False)
class Honesty:
    """What is stamped: temperature, threshold, and figures measured on sources unseen by both."""

    temperature: float
    threshold: float
    figures: Mapping[str, float]
    calibrated: Probabilities


def by_source(answered: Answered) -> Mapping[str, float]:
    """Return each source's share of right answers."""
    names = sorted(set(map(str, answered.sources)))
    return {s: float(answered.is_right[answered.sources == s].mean()) for s in names}


def by_letter(answered: Answered) -> Mapping[str, float]:
    """Return each letter's share of right answers, every source counting alike."""
    right, weights = answered.is_right, answered.weights
    chosen = ((letter, answered.targets == place) for place, letter in enumerate(LABELS))
    return {c: float(np.average(right[m], weights=weights[m])) for c, m in chosen if m.any()}


def honesty(answered: Answered) -> Honesty:
    """Fit temperature and threshold on all sources; measure them crosswise, a fifth at a time."""
    crossed = _crosswise(answered)
    temperature = fit_temperature(answered.probabilities, answered.targets)
    calibrated = sharpen(answered.probabilities, temperature)
    threshold = precision_threshold(calibrated.max(axis=1), answered.is_right)
    shares = np.array(list(by_source(answered).values()))
    figures = {
        "accuracy_mean": float(shares.mean()),
        "accuracy_median": float(np.median(shares)),
        "accuracy_worst": float(shares.min()),
        "ece": expected_calibration_error(crossed, answered.targets),
        "coverage": coverage(calibrated.max(axis=1), threshold),
        "sources": float(len(shares)),
        **promise_figures(calibrated, answered.targets),
    }
    rounded = {name: round(value, 4) for name, value in figures.items()}
    return Honesty(temperature, threshold, rounded, crossed)


def _crosswise(answered: Answered) -> Probabilities:
    """Return probabilities, each source's by a temperature fitted on the other fifths' sources."""
    return crosswise(
        answered,
        lambda taught: fit_temperature(taught.probabilities, taught.targets),
        sharpen,
    )


def crosswise(
    answered: Answered,
    fit: Callable[[Answered], float],
    apply: Callable[[Probabilities, float], Probabilities],
) -> Probabilities:
    """Return ``apply`` of each fifth of the sources with what ``fit`` found on the others."""
    names = np.unique(answered.sources)
    whole = np.empty_like(answered.probabilities, dtype=np.float64)
    for part in range(CROSS_PARTS):
        is_asked = np.isin(answered.sources, names[part::CROSS_PARTS])
        taught = Answered(
            answered.probabilities[~is_asked],
            answered.targets[~is_asked],
            answered.sources[~is_asked],
        )
        if is_asked.any():
            whole[is_asked] = apply(answered.probabilities[is_asked], fit(taught))
    return whole
