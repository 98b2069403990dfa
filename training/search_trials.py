"""Search of a CNN's settings with Optuna: trials in SQLite, stopped and resumed at will.

Several processes, also started by hand with the same store, share one study.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from glyphcam.calibration.errors import MissingExtra
from glyphcam.training.out_folder import made
from glyphcam.training.search_grid import Tried

Objective = Callable[[Any], float]
"""An Optuna trial to the accuracy on what was held out."""


@dataclass(frozen=True, slots=True)
class Study:
    """Where trials are kept (``store``, a SQLite file), under which name, and how many to reach."""

    name: str
    store: Path
    trials: int = 20
    jobs: int = 1
    seed: int = 0

    @property
    def uri(self) -> str:
        """The store as Optuna names it."""
        return f"sqlite:///{self.store.resolve()}"


def search_trials(study: Study, objective: Objective) -> tuple[Tried, ...]:
    """Run trials until ``study.trials`` are complete; return all complete ones, best first.

    Trials of an earlier run count, so an interrupted search goes on where it was.
    ``objective`` must be importable by name where ``study.jobs`` is above one.
    """
    made(study.store.parent)
    _open(study)
    if study.jobs == 1:
        work(study, objective, 0)
    else:
        with ProcessPoolExecutor(study.jobs, mp_context=get_context("spawn")) as pool:
            for each in [pool.submit(work, study, objective, n) for n in range(study.jobs)]:
                each.result()
    return tried(study)


def work(study: Study, objective: Objective, number: int) -> None:
    """Run trials of one process until the study has enough."""
    optuna = _import()
    enough = optuna.study.MaxTrialsCallback(study.trials)
    opened = _open(study, number)
    if len(_complete(opened)) < study.trials:
        opened.optimize(objective, callbacks=[_Told(study.trials), enough])


class _Told:
    """Says each trial as it ends, on standard error: a search takes minutes to hours."""

    def __init__(self, wanted: int) -> None:
        self._wanted = wanted

    def __call__(self, opened: Any, trial: Any) -> None:
        done = len(_complete(opened))
        if trial.value is not None:
            told = f"{trial.value:.4f}, best {opened.best_value:.4f}"
            click.echo(f"trial {done} of {self._wanted}: {told}", err=True)


def tried(study: Study) -> tuple[Tried, ...]:
    """Return the complete trials of a store, best first."""
    points = [
        Tried(tuple(sorted(trial.params.items())), float(trial.value), 0.0)
        for trial in _complete(_open(study))
    ]
    return tuple(sorted(points, key=lambda one: -one.accuracy))


def _complete(opened: Any) -> list[Any]:
    return list(opened.get_trials(states=(_import().trial.TrialState.COMPLETE,)))


def _open(study: Study, number: int = 0) -> Any:
    optuna = _import()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    done = 0
    storage = optuna.storages.RDBStorage(study.uri, engine_kwargs={"connect_args": {"timeout": 60}})
    if study.name in {each.study_name for each in optuna.get_all_study_summaries(storage)}:
        done = len(optuna.load_study(study_name=study.name, storage=storage).trials)
    # A sampler that starts again with the same seed would propose the same trials again.
    sampler = optuna.samplers.TPESampler(seed=study.seed + 1000 * number + done)
    return optuna.create_study(
        storage=storage,
        study_name=study.name,
        sampler=sampler,
        direction="maximize",
        load_if_exists=True,
    )


def _import() -> Any:
    try:
        import optuna
    except ImportError as error:
        raise MissingExtra("training", "searching a CNN's settings") from error
    return optuna
