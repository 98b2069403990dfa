"""Charts as PNG files, by matplotlib without a display: heat map, reliability, curves, examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import MissingExtra
from glyphcam.calibration.reliability import reliability_bins
from glyphcam.training.coverage import coverage_curve

_DPI = 110
_SHARES = tuple(np.linspace(0.05, 1, 96).tolist())


def new_figure(size_wh: tuple[float, float]) -> Any:
    """Return an empty matplotlib figure of ``size_wh`` inches; MissingExtra without matplotlib."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("training", "drawing charts") from error
    return Figure(figsize=size_wh, dpi=_DPI, layout="constrained")


def save(figure: Any, path: Path) -> Path:
    """Write a figure as PNG without the day and program in it, so that bytes repeat."""
    figure.savefig(path, format="png", metadata={"Software": None})
    return path


def draw_confusion(confusion: NDArray[np.int64], labels: Sequence[str], path: Path) -> Path:
    """Write a heat map of a confusion matrix (k, k), each row as shares of its true label."""
    side = max(5.0, 0.32 * len(labels))
    figure = new_figure((side + 1, side))
    axes = figure.subplots()
    shares = confusion / np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    picture = axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    figure.colorbar(picture, ax=axes, shrink=0.8)
    axes.set_xticks(range(len(labels)), labels, rotation=90 if max(map(len, labels)) > 2 else 0)
    axes.set_yticks(range(len(labels)), labels)
    axes.set(xlabel="answered", ylabel="true")
    for row, column in np.argwhere((shares >= 0.005) & (confusion > 0)):
        colour = "white" if shares[row, column] > 0.5 else "black"
        text = f"{100 * shares[row, column]:.0f}"
        axes.text(column, row, text, ha="center", va="center", color=colour, fontsize=6)
    return save(figure, path)


def draw_reliability(
    probabilities: NDArray[np.float32], targets: NDArray[np.int64], path: Path
) -> Path:
    """Write the reliability diagram: how often answers of each confidence are right."""
    is_right = probabilities.argmax(axis=1) == targets
    bins = reliability_bins(probabilities.max(axis=1), is_right)
    figure = new_figure((5, 5))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="honest")
    widths = [each.high - each.low for each in bins]
    axes.bar([b.low for b in bins], [b.accuracy for b in bins], widths, align="edge", alpha=0.7)
    axes.plot([b.confidence for b in bins], [b.accuracy for b in bins], "o-", label="this model")
    axes.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    return save(figure, path)


def draw_coverage(
    probabilities: NDArray[np.float32], targets: NDArray[np.int64], path: Path
) -> Path:
    """Write the share right against the share answered."""
    points = coverage_curve(probabilities, targets, _SHARES)
    figure = new_figure((5, 4))
    axes = figure.subplots()
    axes.plot([100 * p.coverage for p in points], [100 * p.accuracy for p in points])
    axes.set(xlabel="% answered, surest first", ylabel="% of those right")
    axes.grid(alpha=0.3)
    return save(figure, path)


def draw_history(history: Mapping[str, Sequence[float]], path: Path) -> Path:
    """Write the curves of training, one chart a quantity: ``loss`` beside ``val_loss``."""
    names = [name for name in history if not name.startswith("val_")]
    figure = new_figure((5 * len(names), 4))
    for axes, name in zip(figure.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        for series, label in ((name, "training"), (f"val_{name}", "held out")):
            if series in history:
                epochs = range(1, len(history[series]) + 1)
                axes.plot(epochs, history[series], marker=".", label=label)
        axes.set(xlabel="epoch", title=name.replace("_", " "))
        axes.grid(alpha=0.3)
        axes.legend()
    return save(figure, path)


def draw_grid(
    rows: Sequence[Sequence[NDArray[np.uint8]]], titles: Sequence[str], path: Path
) -> Path:
    """Write patches in rows, a title before each."""
    columns = max(len(row) for row in rows)
    figure = new_figure((1.8 + columns, 1.05 * len(rows)))
    grid = figure.subplots(len(rows), columns + 1, squeeze=False)
    for line, title, patches in zip(grid, titles, rows, strict=True):
        for axes in line:
            axes.axis("off")
        line[0].text(1, 0.5, title, ha="right", va="center", fontsize=9)
        for axes, patch in zip(line[1:], patches, strict=False):
            axes.imshow(patch, cmap="gray", vmin=0, vmax=255)
    return save(figure, path)
