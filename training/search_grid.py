"""Grid search with grouped folds, on this machine's processes or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import joblib
from sklearn.model_selection import GridSearchCV, StratifiedGroupKFold

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.training.dataset import Dataset
from glyphcam.training.search_plan import Grid, Plan
from glyphcam.training.splits import fold_groups

_PATIENCE = "10s"
"""How long a Dask scheduler may take to answer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One point of the grid: its settings, the mean accuracy over the folds, and its spread."""

    settings: tuple[tuple[str, object], ...]
    accuracy: float
    spread: float


@dataclass(frozen=True, slots=True)
class GridSpec:
    """How a grid is searched; ``dask`` is a scheduler's address, ``jobs`` processes here."""

    folds: int = 5
    jobs: int = 1
    dask: str | None = None
    seed: int = 0
    grid: Grid | None = None


def search_grid(plan: Plan, data: Dataset, spec: GridSpec) -> tuple[Tried, ...]:
    """Return every point of the grid, best first; the same on a cluster as here.

    No source (or equal picture) is in two folds. SettingError where there are too few sources.
    """
    groups = fold_groups(data)
    if len(set(groups.tolist())) < spec.folds:
        raise SettingError(f"{spec.folds} folds need as many sources: {data.name} has fewer")
    folds = StratifiedGroupKFold(spec.folds, shuffle=True, random_state=spec.seed)
    search = GridSearchCV(
        plan.pipeline(),
        {name: list(values) for name, values in (spec.grid or plan.grid).items()},
        scoring="accuracy",
        cv=folds,
        n_jobs=None if spec.dask else spec.jobs,
        refit=False,
        error_score="raise",
    )
    with _cluster(spec.dask):
        search.fit(plan.rows(data), data.targets, groups=groups)
    return _ranked(search.cv_results_)


def _ranked(results: Mapping[str, object]) -> tuple[Tried, ...]:
    columns = (results["params"], results["mean_test_score"], results["std_test_score"])
    tried = [
        Tried(tuple(sorted(settings.items())), float(mean), float(spread))
        for settings, mean, spread in zip(*columns, strict=True)  # type: ignore[call-overload]
    ]
    return tuple(sorted(tried, key=lambda one: -one.accuracy))


@contextmanager
def _cluster(address: str | None) -> Iterator[None]:
    if address is None:
        yield
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtra("dask", "searching on a cluster") from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=True)
    except (OSError, TimeoutError) as error:
        raise SettingError(f"no Dask scheduler answers at {address}: is it running?") from error
    with client, joblib.parallel_config(backend="dask"):
        yield
