"""A data set looked over: counts, likenesses, duplicates, outliers, suspected label errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.dataset import Dataset
from glyphcam.training.duplicates import duplicate_groups
from glyphcam.training.neighbours import condensed, nearest, pixels
from glyphcam.training.splits import fold_groups

_NEIGHBOURS, _MOST_PAIRS, _MOST_SHOWN = 10, 10, 48


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """One label: how many pictures, their mean grey and its spread from picture to picture."""

    label: str
    count: int
    mean: float
    spread: float


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two labels whose mean pictures are close, by the distance of their pixels 0 to 1."""

    one: str
    other: str
    distance: float


@dataclass(frozen=True, slots=True)
class Suspect:
    """A picture that its neighbours of other sources call ``likely``, not ``label``.

    ``doubt`` is the neighbours' vote for the likely label less that for its own, -1 to 1.
    """

    row: int
    label: str
    likely: str
    doubt: float


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What an analysis finds; rows are those of ``data``.

    ``means`` (k, 28, 28) float32 is each label's mean picture (0 without pictures); ``outliers``
    are rows farthest from all others; ``duplicates`` groups of equal pictures; ``disputed`` those
    of them that do not agree on the label.
    """

    data: Dataset
    labels: tuple[str, ...]
    classes: tuple[ClassFacts, ...]
    means: NDArray[np.float32]
    pairs: tuple[LikePair, ...]
    duplicates: tuple[tuple[int, ...], ...]
    disputed: tuple[tuple[int, ...], ...]
    outliers: tuple[int, ...]
    suspects: tuple[Suspect, ...]


def analyse(data: Dataset, recogniser: Recogniser) -> Analysis:
    """Return what there is to say about ``data``, at least two pictures of it."""
    labels = recogniser.labels
    means = _means(data, len(labels))
    twins = duplicate_groups(data)
    near = _neighbourhood(data)
    return Analysis(
        data=data,
        labels=labels,
        classes=_classes(data, labels),
        means=means,
        pairs=_pairs(data, means, labels),
        duplicates=twins,
        disputed=tuple(rows for rows in twins if len(set(data.targets[list(rows)])) > 1),
        outliers=_outliers(near),
        suspects=_suspects(data, near, labels),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Neighbourhood:
    """``votes`` (n, k) of each row's neighbours of other sources; ``distance`` (n,) to them."""

    votes: NDArray[np.float32]
    distance: NDArray[np.float32]


def _neighbourhood(data: Dataset) -> _Neighbourhood:
    points, groups = condensed(pixels(data.patches)), fold_groups(data)
    near = nearest(points, points, _NEIGHBOURS, groups, groups)
    is_there = np.isfinite(near.distances)  # (n, 10)
    hot = np.eye(int(data.targets.max()) + 1, dtype=np.float32)[data.targets[near.rows]]
    votes = (hot * is_there[..., None]).sum(axis=1)  # (n, k)
    reach = np.where(is_there, near.distances, 0).sum(axis=1)
    counts = np.maximum(is_there.sum(axis=1), 1)
    return _Neighbourhood(votes / counts[:, None], (reach / counts).astype(np.float32))


def _classes(data: Dataset, labels: tuple[str, ...]) -> tuple[ClassFacts, ...]:
    greys = data.patches.reshape(len(data), -1).mean(axis=1)
    facts = []
    for column, label in enumerate(labels):
        own = greys[data.targets == column]
        mean, spread = (float(own.mean()), float(own.std())) if own.size else (0.0, 0.0)
        facts.append(ClassFacts(label, int(own.size), mean, spread))
    return tuple(facts)


def _means(data: Dataset, size: int) -> NDArray[np.float32]:
    means = np.zeros((size, *data.patches.shape[1:]), np.float32)
    for column in np.unique(data.targets):
        means[column] = data.patches[data.targets == column].mean(axis=0)
    return means


def _pairs(
    data: Dataset, means: NDArray[np.float32], labels: tuple[str, ...]
) -> tuple[LikePair, ...]:
    there = np.unique(data.targets)
    flat = means[there].reshape(len(there), -1) / 255
    gaps = np.linalg.norm(flat[:, None] - flat[None], axis=2)
    ones, others = np.triu_indices(len(there), 1)
    order = np.argsort(gaps[ones, others], kind="stable")[:_MOST_PAIRS]
    return tuple(
        LikePair(labels[there[ones[i]]], labels[there[others[i]]], float(gaps[ones[i], others[i]]))
        for i in order
    )


def _outliers(near: _Neighbourhood) -> tuple[int, ...]:
    return tuple(int(row) for row in np.argsort(-near.distance, kind="stable")[:_MOST_SHOWN])


def _suspects(data: Dataset, near: _Neighbourhood, labels: tuple[str, ...]) -> tuple[Suspect, ...]:
    own = near.votes[np.arange(len(data)), data.targets]
    doubt = near.votes.max(axis=1) - own
    order = np.argsort(-doubt, kind="stable")[:_MOST_SHOWN]
    likely = near.votes.argmax(axis=1)
    return tuple(
        Suspect(int(r), labels[data.targets[r]], labels[likely[r]], float(doubt[r]))
        for r in order
        if doubt[r] > 0.5
    )
