"""What a model's stamp promises: thresholds by precision, set limits by coverage, ready to use.

`promise_figures` makes the figures from predictions on people never seen in training; a model is
stamped with them, and `--min-precision` and `--sets` read them back.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.conformal import set_limit
from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.threshold import precision_threshold

PRECISIONS = (0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99, 0.995)
COVERAGES = (0.8, 0.85, 0.9, 0.92, 0.95, 0.97, 0.98, 0.99)


def promise_figures(
    probabilities: NDArray[np.floating], targets: NDArray[np.integer]
) -> dict[str, float]:
    """Return figures named ``threshold_0.95`` and ``set_limit_0.95``, one of each a promise.

    ``probabilities`` (n, k) calibrated, on sources or writers left out of training; ``targets``
    (n,) true columns.
    """
    confidences = probabilities.max(axis=1)
    is_right = probabilities.argmax(axis=1) == targets
    thresholds = {
        f"threshold_{p:g}": precision_threshold(confidences, is_right, p) for p in PRECISIONS
    }
    limits = {f"set_limit_{c:g}": set_limit(probabilities, targets, c) for c in COVERAGES}
    return {**thresholds, **limits}


def threshold_for(figures: Mapping[str, float], precision: float) -> float:
    """Return the threshold stamped for ``precision``, or for the next stricter promise."""
    return _promised(figures, "threshold_", precision, "precision")


def set_limit_for(figures: Mapping[str, float], coverage: float) -> float:
    """Return the set limit stamped for ``coverage``, or for the next wider promise."""
    return _promised(figures, "set_limit_", coverage, "coverage")


def _promised(figures: Mapping[str, float], prefix: str, asked: float, name: str) -> float:
    if not 0.0 < asked < 1.0:
        raise SettingError(f"a {name} of {asked:g} cannot be kept: ask for one between 0 and 1")
    kept = {
        float(key.removeprefix(prefix)): figures[key] for key in figures if key.startswith(prefix)
    }
    if not kept:
        raise SettingError(f"this model is stamped with no {name}: train it again")
    enough = [promise for promise in sorted(kept) if promise >= asked - 1e-9]
    if not enough:
        raise SettingError(
            f"this model promises a {name} of {max(kept):g} at most: ask for less than {asked:g}"
        )
    return kept[enough[0]]
