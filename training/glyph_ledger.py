"""The last steps of a glyph model that is not a network: threshold, figures, stamp, ONNX file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import onnx
from numpy.typing import NDArray

from glyphcam.calibration.promises import promise_figures
from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.threshold import Sure, sure_from
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Crop, Recogniser
from glyphcam.models.stamp import Stamp
from glyphcam.training.card import SURE
from glyphcam.training.data_stamp import fingerprint, training_day
from glyphcam.training.duplicates import shared_rows
from glyphcam.training.export import Sample, Source, export
from glyphcam.training.figures import merged_columns
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit
from glyphcam.training.recipe import LEARNED, TUNED, TWINS, HeldOut, Trained, TrainOptions

Probabilities = NDArray[np.floating]

WISHED = 0.95
"""The share of sure answers that are to be right; a lower one is stamped."""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A calibrated model as a graph and as its source, with the split it was fitted on.

    ``hard`` are held-out pictures as strangers might write them: thresholds are fitted there.
    """

    recogniser: Recogniser
    kind: str
    split: GlyphSplit
    hard: GlyphSet
    graph: onnx.ModelProto
    source: Source
    parameters: Mapping[str, str | float | int | bool]
    temperature: float | None = None
    history: Mapping[str, tuple[float, ...]] | None = None


def written(done: Fitted, options: TrainOptions) -> Trained:
    """Measure on the tests, stamp, and write ``<recogniser>-<kind>.onnx`` into options.out."""
    test = done.split.test
    answers = done.source(Sample(test.patches))
    hard = done.source(Sample(done.hard.patches))
    sure = sure_on(done.recogniser, hard, done.hard.targets)
    stamp = Stamp(
        recogniser=done.recogniser.name,
        kind=done.kind,
        labels=done.recogniser.labels,
        patch_version=PATCH_VERSION,
        threshold=round(sure.confidence, 3),
        temperature=None if done.temperature is None else round(done.temperature, 4),
        data=fingerprint(done.split.train.patches, done.split.train.targets),
        trained=training_day(),
        figures={
            **figures(done.recogniser, answers, test.targets),
            **promise_figures(hard, done.hard.targets),
            **kept_promise(sure),
        },
    )
    path = options.out / f"{stamp.recogniser}-{stamp.kind}.onnx"
    export(done.graph, stamp, path, done.source, Sample(test.patches))
    return Trained(
        path=path,
        stamp=stamp,
        history=done.history or {},
        figures=stamp.figures,
        parameters={
            **done.parameters,
            LEARNED: len(done.split.train.targets),
            TUNED: len(done.split.held.targets),
            TWINS: len(shared_rows(done.split.train.patches, test.patches)),
        },
        held_out=HeldOut(test.name, answers.astype(np.float32), test.targets),
    )


def sure_on(
    recogniser: Recogniser, probabilities: Probabilities, targets: NDArray[np.int64]
) -> Sure:
    """Return the confidence from which 95 % are right, look-alikes as one; at least a floor.

    Where 95 % can nowhere be had it is the next lower promise that is kept (`sure_from`). A lone
    O is never surely an O: its neighbours tell, and doubt in the glyph would hide it. The floor
    is a coin's toss, and for ink what a drawing on a card stays under, read as a P at 0.60.
    """
    alike = merged_columns(recogniser)
    is_right = alike[probabilities.argmax(axis=1)] == alike[targets]
    floor = 0.65 if recogniser.crop is Crop.INK else 0.5
    sure = sure_from(probabilities.max(axis=1), is_right)
    return replace(sure, confidence=max(sure.confidence, floor))


def kept_promise(sure: Sure) -> Mapping[str, float]:
    """Return what is stamped where fewer than 95 % of the sure answers are right, else nothing."""
    return {} if sure.precision >= WISHED else {SURE: sure.precision}


def figures(
    recogniser: Recogniser, probabilities: Probabilities, targets: NDArray[np.int64]
) -> Mapping[str, float]:
    """Return the headline numbers on a test: accuracy, with look-alikes merged, and ECE."""
    alike, answers = merged_columns(recogniser), probabilities.argmax(axis=1)
    numbers = {
        "accuracy": float((answers == targets).mean()),
        "accuracy_merged": float((alike[answers] == alike[targets]).mean()),
        "ece": expected_calibration_error(probabilities, targets),
    }
    return {name: round(value, 5) for name, value in numbers.items()}
