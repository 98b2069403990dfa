"""One training run from options to files: the recipe, its curves, its card, its report."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from glyphcam.calibration.errors import MissingExtra
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.card import measured
from glyphcam.training.minutes import minutes_of
from glyphcam.training.out_folder import made
from glyphcam.training.promote import promote
from glyphcam.training.recipe import LEARNED, SAME_PEOPLE, TUNED, TWINS, Trained, TrainOptions
from glyphcam.training.recipes import recipe_of
from glyphcam.training.review_data import teaching
from glyphcam.training.trained_files import write_trained


@dataclass(frozen=True, slots=True)
class Order:
    """One model to train: which, how, and whether it goes to the tracker and onto the shelf."""

    recogniser: str
    kind: str
    options: TrainOptions
    tracking: Path | None = None
    promotes: bool = False


def attempt(order: Order, say: Callable[[str], None] = lambda line: None) -> Trained:
    """Carry an order out; MissingExtra says what to install where a library is not there."""
    try:
        return carry_out(order, say)
    except ModuleNotFoundError as error:
        if str(error.name).startswith("glyphcam"):
            raise
        raise MissingExtra("training", f"training {order.recogniser} ({error.name})") from error


def carry_out(order: Order, say: Callable[[str], None] = lambda line: None) -> Trained:
    """Train one model and write everything about it into ``order.options.out``."""
    entry = recogniser_named(order.recogniser)
    made(order.options.out)
    _announce(order, say)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow speaks of itself otherwise
    start = time.monotonic()
    trained = recipe_of(entry, order.kind)(entry, order.kind, _with_tflite(order))
    minutes = (time.monotonic() - start) / 60
    trained = _with_count(trained, order)
    write_trained(trained, entry, order.options.out, minutes, _judged_by(order.options, trained))
    say(f"{order.recogniser} {order.kind}: {trained.path} after {minutes:.1f} minutes")
    for name, value in measured(trained.figures).items():
        say(f"  {name} {value:g}")
    say(f"  {split_told(trained)}")
    if TWINS in trained.parameters:
        say(f"  test pictures that are training pictures too: {trained.parameters[TWINS]}")
    if order.tracking is not None:
        from glyphcam.training.track import track

        say(f"  run {track(trained, order, order.tracking)} in {order.tracking}")
    if order.promotes:
        say(f"  promoted to {promote(trained.path, entry, order.kind)}")
    return trained


def split_told(trained: Trained) -> str:
    """Return what was learned from and what was judged by, with its sources, as a line."""
    counts = trained.parameters
    begin = [f"{counts[LEARNED]} pictures to learn from"] if LEARNED in counts else []
    begin += [f"{counts[TUNED]} to tune on"] if TUNED in counts else []
    held = trained.held_out
    if held is None:
        return "split: " + (", ".join(begin) or "nothing was held out")
    judged = ", ".join([*begin, f"{len(held.targets)} to be judged by ({held.name})"])
    names = [] if held.groups is None else sorted(set(map(str, held.groups)))
    return f"split: {judged}" + (f": {', '.join(names)}" if names else "")


def _judged_by(options: TrainOptions, trained: Trained) -> str:
    """What the figures of a model trained on a user's own data are of; "" without such."""
    names = ", ".join(path.name for path in options.data)
    held = trained.held_out
    warned = f" ({SAME_PEOPLE})" if held is not None and held.name == SAME_PEOPLE else ""
    return f"what was held out of {names}{warned}" if names else ""


def _with_count(trained: Trained, order: Order) -> Trained:
    """Say in the record how many corrections were learned, where any were."""
    found = teaching(recogniser_named(order.recogniser), order.options.settings)
    if found is None:
        return trained
    return replace(trained, parameters={**trained.parameters, "corrections": len(found)})


def _announce(order: Order, say: Callable[[str], None]) -> None:
    known = None if order.options.is_small else minutes_of(order.recogniser, order.kind)
    estimate = "" if known is None else f": about {max(known, 1):.0f} minutes on one core"
    say(f"training {order.recogniser} {order.kind}{estimate}")


def _with_tflite(order: Order) -> TrainOptions:
    """Ask recipes of CNNs for their second format beside the first; others know no such setting."""
    file = order.options.out / f"{order.recogniser}-{order.kind}.tflite"
    return replace(order.options, settings={"tflite": str(file), **order.options.settings})
