"""One training run from options to files: the recipe, its curves, its card, its report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.shelf import SHELF
from glyphcam.training.card import measured, minutes_on, write_card
from glyphcam.training.charts import draw_confusion, draw_history, draw_reliability
from glyphcam.training.figures import confusion_matrix
from glyphcam.training.promote import promote
from glyphcam.training.recipe import HeldOut, Trained, TrainOptions
from glyphcam.training.recipes import recipe_of


@dataclass(frozen=True, slots=True)
class Order:
    """One model to train: which, how, and whether it goes to the tracker and onto the shelf."""

    recogniser: str
    kind: str
    options: TrainOptions
    tracking: Path | None = None
    promotes: bool = False


def carry_out(order: Order, say: Callable[[str], None] = lambda line: None) -> Trained:
    """Train one model and write everything about it into ``order.options.out``."""
    entry = recogniser_named(order.recogniser)
    order.options.out.mkdir(parents=True, exist_ok=True)
    _announce(order, say)
    start = time.monotonic()
    trained = recipe_of(entry, order.kind)(entry, order.kind, _with_tflite(order))
    minutes = (time.monotonic() - start) / 60
    write_card(trained.path, trained.stamp, minutes=minutes)
    draw_trained(trained, order.options.out)
    if trained.held_out is not None:
        keep_answers(trained.held_out, order.options.out / "held-out.npz")
    say(f"{order.recogniser} {order.kind}: {trained.path} after {minutes:.1f} minutes")
    for name, value in measured(trained.figures).items():
        say(f"  {name} {value:g}")
    if order.tracking is not None:
        from glyphcam.training.track import track

        say(f"  run {track(trained, order, order.tracking)} in {order.tracking}")
    if order.promotes:
        say(f"  promoted to {promote(trained.path, entry, order.kind)}")
    return trained


def _announce(order: Order, say: Callable[[str], None]) -> None:
    last = minutes_on(SHELF / f"{order.recogniser}-{order.kind}.md")
    estimate = "" if last is None else f": about {last:.0f} minutes, as the last time"
    say(f"training {order.recogniser} {order.kind}{estimate}")


def _with_tflite(order: Order) -> TrainOptions:
    """Ask recipes of CNNs for their second format beside the first; others know no such setting."""
    file = order.options.out / f"{order.recogniser}-{order.kind}.tflite"
    return replace(order.options, settings={"tflite": str(file), **order.options.settings})


def draw_trained(trained: Trained, folder: Path) -> tuple[Path, ...]:
    """Write the curves of training and the charts of what was held out, where there are any."""
    drawn = []
    if trained.history:
        drawn.append(draw_history(trained.history, folder / "curves.png"))
    if trained.held_out is not None:
        drawn += _draw_held_out(trained.held_out, trained.stamp.labels, folder)
    return tuple(drawn)


def keep_answers(held: HeldOut, path: Path) -> None:
    """Write the held-out answers for `glyphcam calibrate report --answers`."""
    groups = np.full(len(held.targets), held.name) if held.groups is None else held.groups
    np.savez(path, probabilities=held.probabilities, targets=held.targets, groups=groups)


def _draw_held_out(held: HeldOut, labels: tuple[str, ...], folder: Path) -> list[Path]:
    answers = held.probabilities.argmax(axis=1)
    confusion = confusion_matrix(held.targets, answers, len(labels))
    return [
        draw_confusion(confusion, labels, folder / "confusion.png"),
        draw_reliability(held.probabilities, held.targets, folder / "reliability.png"),
    ]
