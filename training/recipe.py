"""What a recipe is told and what it hands back: the one signature behind `glyphcam train`.

A recipe is a function ``train(recogniser, kind, options) -> Trained`` named in recipes.py. It
loads its data, trains, and writes ``<recogniser>-<kind>.onnx`` into ``options.out`` through
export.py. Curves, card, tracking and promotion are the command's work, the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import Recogniser
from glyphcam.models.stamp import Stamp

REVIEW_QUEUE = "review"
"""The setting that names a review queue's folder: people's corrections are learned as well."""


TWINS = "test_pictures_learned_too"
"""The name under which a recipe records how many test pictures are training pictures as well."""


SAME_PEOPLE = "five parts by hash, the same people in all: strangers are read worse"
"""What a set of hands that names no people was judged by; its card says so beside its figures."""


LEARNED, TUNED = "pictures_learned", "pictures_tuned_on"
"""The names under which a recipe records its split; the rest of it is in HeldOut."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What the user asked of one training run.

    ``data`` holds what ``--data`` named; empty, a recipe reads its own files of
    ``datasets.data_folder()``. ``out`` is an existing folder. ``is_small`` asks for the small
    model, ``is_full`` for one trained on everything, tests included. ``epochs`` None leaves the
    length to the recipe. ``is_quiet`` turns progress bars off. ``skips_unreadable`` leaves out
    pictures of ``data`` that cannot be read, which are an error else.
    """

    out: Path
    data: tuple[Path, ...] = ()
    seed: int = 0
    is_small: bool = False
    is_full: bool = False
    epochs: int | None = None
    is_quiet: bool = False
    skips_unreadable: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Answers on data the model never saw (a test part, or every fold of a cross-validation).

    ``probabilities`` (n, k) float32, calibrated; ``targets`` (n,) int64; ``groups`` (n,) str, the
    writer or source of each row, or None; ``name`` says which data it was.
    """

    name: str
    probabilities: NDArray[np.float32]
    targets: NDArray[np.int64]
    groups: NDArray[np.str_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What a recipe hands back.

    ``path`` is the stamped ONNX file; ``history`` one series an epoch by name, paired by the
    prefix ``val_`` (``loss`` and ``val_loss``), empty for models without epochs; ``figures`` the
    headline numbers, as in the stamp; ``parameters`` what was chosen, for the record.
    """

    path: Path
    stamp: Stamp
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, str | float | int | bool] = field(default_factory=dict)
    held_out: HeldOut | None = None


Recipe = Callable[[Recogniser, str, TrainOptions], Trained]
"""``train(recogniser, kind, options) -> Trained``."""
