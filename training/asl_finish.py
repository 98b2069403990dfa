"""The last steps of every ASL model: calibrate on unseen sources, stamp, write, hand back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.stamp import Stamp
from glyphcam.training.asl_folds import rows_fingerprint
from glyphcam.training.asl_given import given_rows, is_by_hash
from glyphcam.training.asl_honest import Answered, Honesty, honesty
from glyphcam.training.asl_novelty import add_novelty
from glyphcam.training.asl_rows import AslRows, read_rows
from glyphcam.training.data_stamp import training_day
from glyphcam.training.datasets import data_folder
from glyphcam.training.duplicates import shared_by_sources
from glyphcam.training.export import Sample, Source, export
from glyphcam.training.recipe import SAME_PEOPLE, TWINS, HeldOut, Trained, TrainOptions
from glyphcam.training.review_data import with_hands

HELD_OUT = "every source left out once"


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A model as a graph and as the source it is compared with, its temperature inside both."""

    graph: onnx.ModelProto
    source: Source


Build = Callable[[float], Built]
"""``build(temperature)`` of the model trained on all rows."""


def read_asl(options: TrainOptions) -> AslRows:
    """Return the rows of the sets the user named, or of the project's own data.

    A folder with landmarks.npz is read as the project's own is. People's corrections are among
    them where the user asked for it.
    """
    given = options.data or (data_folder() / "asl",)
    if len(given) == 1 and (not options.data or (given[0] / "landmarks.npz").is_file()):
        rows = read_rows(given[0])
    else:
        rows = given_rows(given, options.skips_unreadable)
    return with_hands(rows, RECOGNISERS["asl"], options.settings)


def answered(rows: AslRows, probabilities: NDArray[np.floating]) -> Answered:
    """Return the rows that were answered: those whose probabilities (n, 24) are numbers."""
    known = ~np.isnan(probabilities[:, 0])
    return Answered(probabilities[known], rows.targets[known], rows.sources[known])


def finish(
    kind: str,
    rows: AslRows,
    unseen: Answered,
    build: Build,
    options: TrainOptions,
    parameters: Mapping[str, str | float | int | bool],
    history: Mapping[str, tuple[float, ...]] | None = None,
) -> Trained:
    """Write ``asl-<kind>.onnx``: calibrated and measured on ``unseen``, built by ``build``."""
    honest = honesty(unseen)
    stamp = _stamp(kind, rows, honest)
    built = build(honest.temperature)
    pictured = rows.take(rows.has_patch)
    path: Path = export(
        built.graph,
        stamp,
        options.out / f"asl-{kind}.onnx",
        built.source,
        Sample(pictured.patches, pictured.landmarks),
    )
    stamp = add_novelty(path, rows)
    held = honest.calibrated.astype(np.float32)
    return Trained(
        path=path,
        stamp=stamp,
        history=history or {},
        figures=stamp.figures,
        parameters={**parameters, TWINS: shared_by_sources(pictured.patches, pictured.sources)},
        held_out=HeldOut(_judge(unseen.sources), held, unseen.targets, unseen.sources),
    )


def _judge(sources: NDArray[np.str_]) -> str:
    return SAME_PEOPLE if is_by_hash(sources) else HELD_OUT


def _stamp(kind: str, rows: AslRows, honest: Honesty) -> Stamp:
    return Stamp(
        recogniser="asl",
        kind=kind,
        labels=RECOGNISERS["asl"].labels,
        patch_version=PATCH_VERSION,
        threshold=round(honest.threshold, 3),
        temperature=round(honest.temperature, 4),
        data=rows_fingerprint(rows),
        trained=training_day(),
        figures=honest.figures,
    )
