"""An evaluation as a folder: report.txt, report.json and the charts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.training import charts
from glyphcam.training.confusions import Confusion, examples_of, worst_confusions
from glyphcam.training.evaluate import Evaluation
from glyphcam.training.out_folder import made
from glyphcam.training.report_json import report_json
from glyphcam.training.report_text import report_text


def write_report(evaluation: Evaluation, folder: Path) -> tuple[Path, ...]:
    """Write the report into ``folder``, made if need be; return the files."""
    made(folder)
    text, plain = folder / "report.txt", folder / "report.json"
    text.write_text(report_text(evaluation), encoding="utf-8")
    plain.write_text(report_json(evaluation) + "\n", encoding="utf-8")
    return (text, plain, *draw_report(evaluation, folder))


def draw_report(evaluation: Evaluation, folder: Path) -> tuple[Path, ...]:
    """Write the charts of an evaluation into ``folder``; none where nothing was answered."""
    probabilities, targets = evaluation.probabilities, evaluation.data.targets
    if not len(targets):
        return ()
    labels, confusion = evaluation.recogniser.labels, evaluation.figures.confusion
    drawn = [
        charts.draw_confusion(confusion, labels, folder / "confusion.png"),
        charts.draw_reliability(probabilities, targets, folder / "reliability.png"),
        charts.draw_coverage(probabilities, targets, folder / "coverage.png"),
    ]
    pairs = worst_confusions(confusion)
    if pairs:
        titles = [f"{labels[p.target]} read as {labels[p.answer]}" for p in pairs]
        rows = [_patches(evaluation, pair) for pair in pairs]
        drawn.append(charts.draw_grid(rows, titles, folder / "confusions.png"))
    return tuple(drawn)


def _patches(evaluation: Evaluation, pair: Confusion) -> Sequence[NDArray[np.uint8]]:
    rows = examples_of(pair, evaluation.probabilities, evaluation.data.targets)
    return list(evaluation.data.patches[rows])
