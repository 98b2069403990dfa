"""How good answers are: every figure of an evaluation from probabilities and truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.reliability import brier_score, expected_calibration_error
from glyphcam.calibration.temperature import log_loss
from glyphcam.models.recognisers import Recogniser

Probabilities = NDArray[np.float32]
Targets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One label: how much of what was called so is so, how much of what is so was called so."""

    label: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One writer or source: its pictures and the share read right."""

    source: str
    n: int
    accuracy: float


@dataclass(frozen=True, slots=True, eq=False)
class Missed:
    """Pictures in which nothing to read was found: ``targets`` (m,), ``groups`` (m,) or None."""

    targets: Targets = field(default_factory=lambda: np.empty(0, np.int64))
    groups: NDArray[np.str_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """What an evaluation says; shares are 0 to 1.

    ``n`` counts pictures with a label, ``n_found`` those with something to read: a picture of a
    hand in which none was found is an error in ``accuracy``, ``accuracy_merged`` and the recalls,
    and is left out of ``accuracy_found``, of the calibration and of ``confusion`` (k, k), rows
    true, columns answered. ``macro_f1`` is over labels that occur. ``coverage`` is the share of
    answers at or above the threshold, ``accuracy_sure`` how many of those are right.
    """

    n: int
    n_found: int
    accuracy: float
    accuracy_found: float
    accuracy_merged: float
    accuracy_top3: float
    macro_f1: float
    ece: float
    brier: float
    log_loss: float
    coverage: float
    accuracy_sure: float
    per_class: tuple[ClassFigures, ...]
    per_source: tuple[SourceFigures, ...]
    confusion: NDArray[np.int64]


_NONE_MISSED = Missed()


def figures_of(
    recogniser: Recogniser,
    probabilities: Probabilities,
    targets: Targets,
    threshold: float,
    groups: NDArray[np.str_] | None = None,
    missed: Missed = _NONE_MISSED,
) -> Figures:
    """Return the figures of probabilities (n, k) against targets (n,)."""
    answers = probabilities.argmax(axis=1)
    confusion = confusion_matrix(targets, answers, len(recogniser.labels))
    per_class = class_figures(recogniser.labels, confusion, missed.targets)
    alike = merged_columns(recogniser)
    n = len(targets) + len(missed.targets)
    is_right = answers == targets
    is_sure = probabilities.max(axis=1, initial=0) >= threshold
    return Figures(
        n=n,
        n_found=len(targets),
        accuracy=share(is_right.sum(), n),
        accuracy_found=share(is_right.sum(), len(targets)),
        accuracy_merged=share((alike[answers] == alike[targets]).sum(), n),
        accuracy_top3=share(_is_among(probabilities, targets, 3).sum(), n),
        macro_f1=_mean([each.f1 for each in per_class if each.support]),
        ece=expected_calibration_error(probabilities, targets) if len(targets) else 0.0,
        brier=brier_score(probabilities, targets) if len(targets) else 0.0,
        log_loss=log_loss(probabilities, targets) if len(targets) else 0.0,
        coverage=share(is_sure.sum(), n),
        accuracy_sure=share((is_right & is_sure).sum(), int(is_sure.sum())),
        per_class=per_class,
        per_source=source_figures(is_right, groups, missed.groups),
        confusion=confusion,
    )


def confusion_matrix(
    targets: Targets, answers: NDArray[np.integer], size: int
) -> NDArray[np.int64]:
    """Return counts (size, size) int64: rows true, columns answered."""
    return np.bincount(targets * size + answers, minlength=size * size).reshape(size, size)


def class_figures(
    labels: Sequence[str], confusion: NDArray[np.int64], missed: Targets
) -> tuple[ClassFigures, ...]:
    """Return precision, recall and F1 a label; a miss lowers its label's recall."""
    lost = np.bincount(missed, minlength=len(labels))
    figures = []
    for column, label in enumerate(labels):
        right = int(confusion[column, column])
        support = int(confusion[column].sum() + lost[column])
        answered = int(confusion[:, column].sum())
        precision, recall = share(right, answered), share(right, support)
        f1 = share(2 * right, support + answered)
        figures.append(ClassFigures(label, precision, recall, f1, support))
    return tuple(figures)


def source_figures(
    is_right: NDArray[np.bool_],
    groups: NDArray[np.str_] | None,
    missed_groups: NDArray[np.str_] | None = None,
) -> tuple[SourceFigures, ...]:
    """Return the share right of each source, by name, misses counted; none without sources."""
    if groups is None:
        return ()
    if missed_groups is not None and len(missed_groups):
        groups = np.concatenate([groups, missed_groups])
        is_right = np.concatenate([is_right, np.zeros(len(missed_groups), np.bool_)])
    return tuple(
        SourceFigures(
            str(name), int((groups == name).sum()), float(is_right[groups == name].mean())
        )
        for name in np.unique(groups)
    )


def merged_columns(recogniser: Recogniser) -> Targets:
    """Return for each column (k,) the column it counts as when look-alikes are one."""
    columns = np.arange(len(recogniser.labels))
    for one, other in recogniser.look_alikes:
        columns[recogniser.labels.index(other)] = recogniser.labels.index(one)
    return columns


def share(part: int | np.integer, whole: int) -> float:
    """Return part / whole, 0 where there is nothing."""
    return float(part) / whole if whole else 0.0


def _is_among(probabilities: Probabilities, targets: Targets, count: int) -> NDArray[np.bool_]:
    top = np.argsort(-probabilities, axis=1, kind="stable")[:, :count]
    return np.asarray((top == targets[:, None]).any(axis=1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
