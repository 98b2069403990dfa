"""`glyphcam train`: a model, all of them, or the two hand networks, from nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from glyphcam.calibration.errors import MissingExtra, ModelError, SettingError
from glyphcam.calibration.folders import queue_folder
from glyphcam.models.cache import cache_folder
from glyphcam.models.recognisers import kind_of, recogniser_named
from glyphcam.models.shelf import SHELF
from glyphcam.training.recipe import REVIEW_QUEUE, TrainOptions
from glyphcam.training.recipes import RECIPES
from glyphcam.training.run_recipe import Order, attempt
from glyphcam.training.train_all import train_all
from glyphcam.training.train_plan import jobs_here, minutes_at_once


@click.command("train")
@click.argument("recogniser")
@click.argument("kind", required=False)
@click.option(
    "--data", "-d", multiple=True, help="Data sets to train on; default: the shared data."
)
@click.option(
    "--out",
    "-o",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Folder in which each model gets its own.",
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--epochs", type=click.IntRange(1), help="Instead of the recipe's own number.")
@click.option("--small", is_flag=True, help="The small model, quickly.")
@click.option("--full", is_flag=True, help="Train on everything, tests included.")
@click.option("--set", "settings", multiple=True, help="NAME=VALUE of the recipe's own settings.")
@click.option("--track", type=click.Path(path_type=Path), help="Folder of an MLflow store.")
@click.option("--promote", is_flag=True, help="Move the model onto the shelf once it has passed.")
@click.option("--with-review", is_flag=True, help="Learn from people's corrections as well.")
@click.option(
    "--queue-dir", type=click.Path(path_type=Path), help="The review queue; default: your own."
)
@click.option(
    "--jobs", "-j", type=click.IntRange(1), help="Of 'all', models at a time; default: one a core."
)
@click.option("--skip-unreadable", is_flag=True, help="Leave out pictures that cannot be read.")
@click.option("--quiet", is_flag=True, help="No progress bars.")
def train(
    recogniser: str,
    kind: str | None,
    data: tuple[str, ...],
    out: Path,
    seed: int,
    epochs: int | None,
    small: bool,
    full: bool,
    settings: tuple[str, ...],
    track: Path | None,
    promote: bool,
    with_review: bool,
    queue_dir: Path | None,
    jobs: int | None,
    skip_unreadable: bool,
    quiet: bool,
) -> None:
    """Train KIND of RECOGNISER (default: its first kind) and export it to ONNX.

    RECOGNISER 'all' trains every model, --jobs at a time, and moves each onto the shelf; 'hand'
    converts the two hand networks; 'asl movement' is the network of J and Z.
    """
    if recogniser == "hand":
        _train_hand()
        return
    options = TrainOptions(
        out=out, data=tuple(map(Path, data)), seed=seed, is_small=small, is_full=full,
        epochs=epochs, is_quiet=quiet, skips_unreadable=skip_unreadable,
        settings=_pairs(settings) | _reviewed(with_review, queue_dir),
    )  # fmt: skip
    if (recogniser, kind) == ("asl", "movement"):
        _train_movement(options, promote)
        return
    if recogniser == "all":
        _train_all(options, track, jobs or jobs_here())
        return
    named = kind_of(recogniser_named(recogniser), kind)
    attempt(Order(recogniser, named, _into(options, recogniser, named), track, promote), click.echo)


def _train_all(options: TrainOptions, track: Path | None, jobs: int) -> None:
    """Train and promote every model; ModelError names those that failed, once all are through."""
    if not options.is_small:
        told = minutes_at_once(RECIPES, jobs)
        click.echo(f"{len(RECIPES)} models, {jobs} at a time: about {told:.0f} minutes")
    if track is not None:
        from glyphcam.training.track import prepare_store

        prepare_store(track)
    orders = [Order(*model, _into(options, *model), track, promotes=True) for model in RECIPES]
    failed = train_all(orders, jobs, click.echo)
    if failed:
        told_of = "; ".join(f"{' '.join(each.model)} ({each.fault})" for each in failed)
        raise ModelError(f"{len(failed)} of {len(orders)} models failed: {told_of}")


def _train_movement(options: TrainOptions, promotes: bool) -> None:
    from glyphcam.training.movement_shelf import train_movement

    try:
        train_movement(options, promotes, click.echo)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("glyphcam"):
            raise
        raise MissingExtra("training", f"training asl movement ({error.name})") from error


def _into(options: TrainOptions, recogniser: str, kind: str) -> TrainOptions:
    return replace(options, out=options.out / f"{recogniser}-{kind}")


def _train_hand() -> None:
    from glyphcam.training.hand import train_hand

    for path in train_hand(SHELF, cache_folder()):
        click.echo(path)


def _reviewed(with_review: bool, queue_dir: Path | None) -> dict[str, str]:
    return {REVIEW_QUEUE: str(queue_dir or queue_folder())} if with_review else {}


def _pairs(settings: tuple[str, ...]) -> dict[str, str]:
    pairs = [setting.partition("=") for setting in settings]
    wrong = [name for name, mark, _ in pairs if not (name and mark)]
    if wrong:
        raise SettingError(f"--set {wrong[0]} is not NAME=VALUE")
    return {name: value for name, _, value in pairs}
