"""`glyphcam train`: a model, all of them, or the two hand networks, from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import click

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.calibration.folders import queue_folder
from glyphcam.models.cache import cache_folder
from glyphcam.models.recognisers import kind_of, recogniser_named
from glyphcam.models.shelf import SHELF
from glyphcam.training.minutes import minutes_in_all
from glyphcam.training.recipe import REVIEW_QUEUE, TrainOptions
from glyphcam.training.recipes import RECIPES
from glyphcam.training.run_recipe import Order, carry_out


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
    quiet: bool,
) -> None:
    """Train KIND of RECOGNISER (default: its first kind) and export it to ONNX.

    RECOGNISER 'all' trains every model and moves each onto the shelf; 'hand' converts the two
    hand networks; 'asl movement' is the network of J and Z.
    """
    if recogniser == "hand":
        _train_hand()
        return
    options = TrainOptions(
        out=out, data=tuple(map(Path, data)), seed=seed, is_small=small, is_full=full,
        epochs=epochs, is_quiet=quiet,
        settings=_pairs(settings) | _reviewed(with_review, queue_dir),
    )  # fmt: skip
    if (recogniser, kind) == ("asl", "movement"):
        _train_movement(options, promote)
        return
    wanted = _wanted(recogniser, kind)
    if len(wanted) > 1 and not small:
        click.echo(f"{len(wanted)} models, about {minutes_in_all(wanted):.0f} minutes on one core")
    for name, each in wanted:
        order = Order(name, each, _into(options, name, each), track, promote or recogniser == "all")
        _apart(order) if recogniser == "all" else _here(order)


def _train_movement(options: TrainOptions, promotes: bool) -> None:
    from glyphcam.training.movement_shelf import train_movement

    try:
        train_movement(options, promotes, click.echo)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("glyphcam"):
            raise
        raise MissingExtra("training", f"training asl movement ({error.name})") from error


def _wanted(recogniser: str, kind: str | None) -> Sequence[tuple[str, str]]:
    if recogniser == "all":
        return list(RECIPES)
    return [(recogniser, kind_of(recogniser_named(recogniser), kind))]


def _into(options: TrainOptions, recogniser: str, kind: str) -> TrainOptions:
    return replace(options, out=options.out / f"{recogniser}-{kind}")


def _here(order: Order) -> None:
    try:
        carry_out(order, click.echo)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("glyphcam"):
            raise
        raise MissingExtra("training", f"training {order.recogniser} ({error.name})") from error


def _apart(order: Order) -> None:
    """Train in a process of its own: TensorFlow gives no memory back before its process ends."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(_here, order).result()


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
