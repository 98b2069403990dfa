"""How long training a model takes: what its card says of the last time, else what was measured."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from glyphcam.models.shelf import SHELF
from glyphcam.training.card import minutes_on

MEASURED: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("asl", "fused"): 19,
        ("asl", "cnn"): 11,
        ("asl", "knn"): 1,
        ("asl", "svm"): 1,
        ("asl", "landmark-knn"): 8,
        ("characters", "cnn"): 20,
        ("characters", "knn"): 5,
        ("digits", "cnn"): 14,
        ("digits", "knn"): 2,
        ("digits", "svm"): 2,
        ("kannada", "cnn"): 15,
        ("kannada", "knn"): 2,
        ("fashion", "cnn"): 159,
        ("fashion", "knn"): 2,
    }
)
"""Minutes on one core of an AMD EPYC: an epoch or a step was timed, and how many there are."""


def minutes_of(recogniser: str, kind: str) -> float | None:
    """Return about how many minutes training takes, None for what nobody has trained yet."""
    last = minutes_on(SHELF / f"{recogniser}-{kind}.md")
    return MEASURED.get((recogniser, kind)) if last is None else last
