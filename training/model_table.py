"""The table of shipped models: one row each, from their stamps and one timing."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glyphcam.models.movement import MOVEMENT_FILE, MovementNetwork
from glyphcam.models.network import Network
from glyphcam.models.shelf import shipped
from glyphcam.training.card import judged_on, measured
from glyphcam.training.default_sets import JUDGED_BY
from glyphcam.training.movement_shelf import JUDGED, ms_a_frame

_TIMED = 30


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One shipped model: bytes, milliseconds a picture (p50), figures and facts of its stamp."""

    name: str
    size: int
    ms_p50: float
    figures: tuple[tuple[str, float], ...]
    judged_by: str
    data: str
    patch_version: int
    trained: str


def model_rows() -> tuple[ModelRow, ...]:
    """Return a row for each shipped model; ModelError where one is broken."""
    return (*(_row(path) for path in shipped()), _movement_row())


def table_text(rows: tuple[ModelRow, ...]) -> str:
    """Return the table as text, the figures of a model on the lines below it."""
    head = f"{'model':<20}{'MB':>7}{'ms':>8}  {'patch':<6}{'trained':<12}data"
    lines = [head]
    for row in rows:
        lines.append(
            f"{row.name:<20}{row.size / 1e6:>7.2f}{row.ms_p50:>8.3f}  "
            f"{row.patch_version:<6}{row.trained:<12}{row.data}"
        )
        lines.append(f"    on {row.judged_by}:")
        lines += [f"    {name:<36}{value:g}" for name, value in row.figures]
    return "\n".join(lines)


def _row(path: Path) -> ModelRow:
    network = Network.load(path)
    stamp = network.stamp
    return ModelRow(
        name=path.stem,
        size=path.stat().st_size,
        ms_p50=round(_time(network), 3),
        figures=tuple(measured(stamp.figures).items()),
        judged_by=judged_on(path.with_suffix(".md")) or JUDGED_BY[stamp.recogniser],
        data=stamp.data,
        patch_version=stamp.patch_version,
        trained=stamp.trained,
    )


def _movement_row() -> ModelRow:
    network = MovementNetwork.load()
    stamp = network.stamp
    return ModelRow(
        name=MOVEMENT_FILE.stem,
        size=MOVEMENT_FILE.stat().st_size,
        ms_p50=round(ms_a_frame(network), 3),
        figures=tuple(measured(stamp.figures).items()),
        judged_by=JUDGED,
        data=stamp.data,
        patch_version=stamp.patch_version,
        trained=stamp.trained,
    )


def _time(network: Network) -> float:
    dice = np.random.default_rng(0)
    patch = dice.integers(0, 256, (1, 28, 28), np.uint8)
    landmarks = dice.normal(0, 50, (1, 21, 3)).astype(np.float32)
    times = []
    for _ in range(_TIMED):
        start = time.perf_counter()
        network.probabilities(patch, landmarks)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)
