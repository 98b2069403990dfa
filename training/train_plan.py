"""Which model is trained when: the longest first, several at a time, none before its teacher."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from glyphcam.training.minutes import minutes_of

Model = tuple[str, str]
"""(recogniser, kind)."""

AFTER: Mapping[Model, Model] = MappingProxyType(
    {("asl", "cnn"): ("asl", "fused"), ("asl", "landmark-knn"): ("asl", "fused")}
)
"""Models that find their folds trained where another model has been trained before them."""

SHARED_MINUTES = 1.0
"""What is left to do for a model of AFTER then."""

_JOB_BYTES = 3 * 1024**3
"""Memory for one model: the CNNs' trainings reach 1.2 GB, the largest KNN's features 2 GB."""


def longest_first(models: Iterable[Model]) -> tuple[Model, ...]:
    """Return the models in the order they are begun in; what others wait for counts with them."""
    known = tuple(models)
    return tuple(sorted(known, key=lambda model: -_minutes_with_followers(model, known)))


def next_model(waiting: Sequence[Model], running: Collection[Model]) -> Model | None:
    """Return the first of ``waiting`` that waits for none of the others, or None."""
    busy = {*waiting, *running}
    return next((model for model in waiting if AFTER.get(model) not in busy), None)


def minutes_at_once(
    models: Iterable[Model], jobs: int, spent: Mapping[Model, float] | None = None
) -> float:
    """Return about how many minutes all models take, ``jobs`` of them at a time.

    ``spent`` are the minutes that those which are begun have had, by model.
    """
    begun = spent or {}
    known = tuple(models)
    waiting = sorted(longest_first(known), key=lambda model: model not in begun)
    ends: dict[Model, float] = {}
    now = 0.0
    while waiting or ends:
        while len(ends) < jobs and (model := next_model(waiting, ends)) is not None:
            waiting.remove(model)
            ends[model] = now + max(0.0, _minutes(model, known) - begun.get(model, 0.0))
        first = min(ends, key=lambda model: ends[model])
        now = ends.pop(first)
    return now


def jobs_here() -> int:
    """Return how many models this machine trains at once: one a core, as far as memory goes."""
    room = _memory_bytes()
    return max(1, cores() if room is None else min(cores(), room // _JOB_BYTES))


def cores() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_bytes() -> int | None:
    """The machine's memory, or None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _minutes(model: Model, others: Collection[Model]) -> float:
    alone = minutes_of(*model) or 0.0
    return min(alone, SHARED_MINUTES) if AFTER.get(model) in others else alone


def _minutes_with_followers(model: Model, models: Collection[Model]) -> float:
    followers = [other for other in models if AFTER.get(other) == model]
    return _minutes(model, models) + sum(_minutes(other, models) for other in followers)
