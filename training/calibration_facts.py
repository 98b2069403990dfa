"""How honest a model is before and after its calibration, and which promises it keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.conformal import MOST, holds_truth, set_limit, set_sizes
from glyphcam.calibration.promises import COVERAGES, PRECISIONS
from glyphcam.calibration.reliability import brier_score, expected_calibration_error
from glyphcam.calibration.temperature import log_loss
from glyphcam.calibration.threshold import coverage, precision_threshold

Probabilities = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Honesty:
    """ECE, Brier score (0 to 2) and log loss of one set of answers, and how many are right."""

    ece: float
    brier: float
    log_loss: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise on answers that it was not fitted on: what was asked, kept, and at what cost.

    For a precision ``cost`` is the share of answers held back; for a set the mean size.
    """

    asked: float
    kept: float
    cost: float


@dataclass(frozen=True, slots=True)
class SetCoverage:
    """How often candidate sets of ``asked`` coverage hold the truth, by letter and by source.

    ``too_many`` is the share of sets of more than three, which are shown as unsure.
    """

    asked: float
    by_letter: Mapping[str, float]
    by_source: Mapping[str, float]
    too_many: float


def honesty(probabilities: Probabilities, targets: NDArray[np.int64]) -> Honesty:
    """Return the figures of answers (n, k) to ``targets`` (n,)."""
    return Honesty(
        ece=expected_calibration_error(probabilities, targets),
        brier=brier_score(probabilities, targets),
        log_loss=log_loss(probabilities, targets),
        accuracy=float((probabilities.argmax(axis=1) == targets).mean()),
    )


def precisions_kept(
    probabilities: Probabilities, targets: NDArray[np.int64], groups: NDArray[np.str_]
) -> tuple[Kept, ...]:
    """Return each precision promised on one half of the groups and kept on the other, crosswise."""
    return tuple(_precision_kept(probabilities, targets, groups, asked) for asked in PRECISIONS)


def sets_kept(
    probabilities: Probabilities, targets: NDArray[np.int64], groups: NDArray[np.str_]
) -> tuple[Kept, ...]:
    """Return each set coverage promised on one half of the groups and kept on the other."""
    return tuple(_set_kept(probabilities, targets, groups, asked) for asked in COVERAGES)


def set_coverage(
    probabilities: Probabilities,
    targets: NDArray[np.int64],
    groups: NDArray[np.str_],
    labels: Sequence[str],
    asked: float = 0.95,
) -> SetCoverage:
    """Return by letter and source how often sets hold the truth, limits fitted crosswise."""
    is_held, sizes = _crosswise_sets(probabilities, targets, groups, asked)
    present = np.unique(targets)
    return SetCoverage(
        asked,
        {labels[t]: float(is_held[targets == t].mean()) for t in present},
        {str(g): float(is_held[groups == g].mean()) for g in np.unique(groups)},
        float((sizes > MOST).mean()),
    )


def halves(groups: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Return (n,) which half each row's group is in; rows themselves where there is one group."""
    names, place = np.unique(groups, return_inverse=True)
    return np.asarray(place % 2 == 0 if len(names) > 1 else np.arange(len(groups)) % 2 == 0)


def _precision_kept(
    probabilities: Probabilities,
    targets: NDArray[np.int64],
    groups: NDArray[np.str_],
    asked: float,
) -> Kept:
    confidences, is_first = probabilities.max(axis=1), halves(groups)
    is_right = probabilities.argmax(axis=1) == targets
    is_given = np.zeros(len(targets), np.bool_)
    for is_fitted in (is_first, ~is_first):
        threshold = precision_threshold(confidences[is_fitted], is_right[is_fitted], asked)
        is_given[~is_fitted] = confidences[~is_fitted] >= threshold
    kept = float(is_right[is_given].mean()) if is_given.any() else 1.0
    return Kept(asked, kept, 1.0 - coverage(is_given.astype(np.float64), 0.5))


def _set_kept(
    probabilities: Probabilities,
    targets: NDArray[np.int64],
    groups: NDArray[np.str_],
    asked: float,
) -> Kept:
    is_held, sizes = _crosswise_sets(probabilities, targets, groups, asked)
    return Kept(asked, float(is_held.mean()), float(sizes.mean()))


def _crosswise_sets(
    probabilities: Probabilities,
    targets: NDArray[np.int64],
    groups: NDArray[np.str_],
    asked: float,
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    is_first = halves(groups)
    is_held, sizes = np.zeros(len(targets), np.bool_), np.zeros(len(targets), np.int64)
    for is_fitted in (is_first, ~is_first):
        limit = set_limit(probabilities[is_fitted], targets[is_fitted], asked)
        other = ~is_fitted
        is_held[other] = holds_truth(probabilities[other], targets[other], limit)
        sizes[other] = set_sizes(probabilities[other], limit)
    return is_held, sizes
