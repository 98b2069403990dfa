"""The movement model from training to the shelf: its card, its row among the models."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import ModelError
from glyphcam.models.movement import KIND, MOVEMENT_FILE, MovementNetwork
from glyphcam.models.movement_window import LENGTHS_S, STEPS
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.stamp import Stamp
from glyphcam.training.card import NOTES, card_text, measured, notes_on
from glyphcam.training.default_sets import JUDGED_BY
from glyphcam.training.recipe import TrainOptions

JUDGED = (
    "films drawn from the hands of sources left out of training, and real films of signers left out"
)
"""What the figures are measured on, in words."""

LARGEST = 300_000
"""Bytes that a promoted file may have."""


def train_movement(options: TrainOptions, promotes: bool, say: Callable[[str], None]) -> Path:
    """Train the model into ``options.out``/asl-movement and say its figures; perhaps promote it."""
    from glyphcam.training.movement import train

    folder = options.out / f"asl-{KIND}"
    folder.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    trained = train(recogniser_named("asl"), KIND, replace(options, out=folder))
    minutes = (time.monotonic() - start) / 60
    write_movement_card(trained.path, trained.stamp, minutes)
    say(f"asl {KIND}: {trained.path} after {minutes:.1f} minutes")
    for name, value in measured(trained.figures).items():
        say(f"  {name} {value:g}")
    if promotes:
        say(f"  promoted to {promote_movement(trained.path, minutes)}")
    return trained.path


def promote_movement(
    path: Path, minutes: float | None = None, target: Path = MOVEMENT_FILE
) -> Path:
    """Move a trained file onto the shelf; ModelError, and no change, where it is none or large."""
    network = MovementNetwork.load(path)
    if (size := path.stat().st_size) > LARGEST:
        raise ModelError(f"{path} has {size} bytes, a shipped movement model at most {LARGEST}")
    waiting = target.with_suffix(".candidate")
    shutil.copyfile(path, waiting)
    waiting.replace(target)
    write_movement_card(target, network.stamp, minutes)
    return target


def write_movement_card(path: Path, stamp: Stamp, minutes: float | None = None) -> Path:
    """Write the card beside the model; the notes of an older one are kept."""
    card = path.with_suffix(".md")
    notes = notes_on(card)
    text = card_text(path, stamp, minutes).replace(JUDGED_BY["asl"], JUDGED)
    card.write_text(text + (f"\n{NOTES}\n\n{notes}\n" if notes else ""), "utf-8")
    return card


def ms_a_frame(network: MovementNetwork) -> float:
    """Return the milliseconds that all windows of one frame take, the median of thirty."""
    shape = (len(LENGTHS_S), STEPS, 21, 3)
    shown = np.random.default_rng(0).normal(0, 50, shape).astype(np.float32)
    times = []
    for _ in range(30):
        start = time.perf_counter()
        network.probabilities(shown)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)
