"""`glyphcam search`: the settings of a model by grid (knn, svm) or by trials (cnn)."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.models.recognisers import Recogniser, kind_of, recogniser_named
from glyphcam.training.dataset import Dataset
from glyphcam.training.datasets import data_folder, load
from glyphcam.training.default_sets import train_set
from glyphcam.training.splits import sample

if TYPE_CHECKING:
    from glyphcam.training.search_grid import Tried

_SHOWN = 10
_SOME, _FOLDS = click.IntRange(1), click.IntRange(2)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asked of one search; see the command's options."""

    data: tuple[str, ...]
    rows: int
    folds: int
    jobs: int
    dask: str | None
    trials: int
    epochs: int
    store: Path
    seed: int


@click.command("search")
@click.argument("recogniser")
@click.argument("kind")
@click.option("--data", "-d", multiple=True, help="Data sets; default: the shared training data.")
@click.option(
    "--rows",
    default=6000,
    type=click.IntRange(1),
    show_default=True,
    help="Pictures to search with.",
)
@click.option(
    "--folds",
    default=5,
    type=click.IntRange(2),
    show_default=True,
    help="Grouped folds of a grid search.",
)
@click.option(
    "--jobs",
    default=1,
    type=click.IntRange(1),
    show_default=True,
    help="Processes on this machine.",
)
@click.option("--dask", metavar="ADDRESS", help="Run the grid on this Dask scheduler.")
@click.option(
    "--trials",
    default=20,
    type=click.IntRange(1),
    show_default=True,
    help="Trials a CNN's search reaches.",
)
@click.option(
    "--epochs",
    default=3,
    type=click.IntRange(1),
    show_default=True,
    help="Epochs of a CNN's trial.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("runs/search.db"),
    show_default=True,
    help="SQLite file of a CNN's trials: the same file goes on where it was.",
)
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a point, best first.")
def search(recogniser: str, kind: str, as_json: bool, **asked: Any) -> None:
    """Search the settings of the model KIND of RECOGNISER on grouped folds, best first."""
    entry = recogniser_named(recogniser)
    kind = kind_of(entry, kind)
    wish = Wish(**asked)
    run = _trials if kind == "cnn" else _grid
    try:
        points = run(entry, kind, wish)
    except ModuleNotFoundError as error:
        raise MissingExtra("training", f"searching ({error.name})") from error
    for point in points if as_json else points[:_SHOWN]:
        settings = dict(point.settings)
        if as_json:
            click.echo(json.dumps({"accuracy": round(point.accuracy, 6), "settings": settings}))
        else:
            told = "  ".join(f"{name}={_short(value)}" for name, value in settings.items())
            click.echo(f"{point.accuracy:.4f} +- {point.spread:.4f}  {told}")


def _grid(recogniser: Recogniser, kind: str, wish: Wish) -> Sequence[Tried]:
    from glyphcam.training.search_grid import GridSpec, search_grid
    from glyphcam.training.search_plan import PLANS

    plan = PLANS.get((recogniser.name, kind))
    if plan is None:
        raise SettingError(f"no search is planned for {recogniser.name} {kind}: try cnn or knn")
    spec = GridSpec(wish.folds, wish.jobs, wish.dask, wish.seed)
    return search_grid(plan, _data(recogniser, wish), spec)


def _trials(recogniser: Recogniser, kind: str, wish: Wish) -> Sequence[Tried]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # as in run_recipe.py
    from glyphcam.training.search_cnn import CnnTrial
    from glyphcam.training.search_trials import Study, search_trials

    if wish.dask is not None:
        raise SettingError("--dask is for grids (knn, svm): a CNN's trials share --store instead")
    study = Study(f"{recogniser.name}-{kind}", wish.store, wish.trials, wish.jobs, wish.seed)
    trial = CnnTrial(recogniser.name, _data(recogniser, wish), wish.epochs, seed=wish.seed)
    return search_trials(study, trial)


def _data(recogniser: Recogniser, wish: Wish) -> Dataset:
    whole = (
        load(wish.data, recogniser, "train") if wish.data else train_set(recogniser, data_folder())
    )
    part = sample(whole, wish.rows)
    click.echo(f"searching with {len(part)} of {len(whole)} pictures of {whole.name}", err=True)
    return part


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
