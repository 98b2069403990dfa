"""One trial of a CNN: settings to the accuracy on sources it has not learned from."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.recognisers import Crop, recogniser_named
from glyphcam.training.dataset import Dataset
from glyphcam.training.glyph_augment import Augmenter, Look
from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_fit import Batches, Course, fit, one_thread
from glyphcam.training.glyph_net import Block, glyph_net
from glyphcam.training.splits import split


@dataclass(frozen=True, slots=True, eq=False)
class CnnTrial:
    """An objective for Optuna: trains ``epochs`` of ``epoch_size`` varied pictures a trial."""

    recogniser: str
    data: Dataset
    epochs: int = 3
    epoch_size: int = 12_000
    seed: int = 0

    def __call__(self, trial: Any) -> float:
        """Return the accuracy on the held-out tenth of sources (or pictures)."""
        one_thread(self.seed)
        logging.getLogger("tensorflow").setLevel(logging.ERROR)  # it minds a new net a trial
        course = self._course(trial)
        labels = recogniser_named(self.recogniser).labels
        parts = split(self.data)
        learned, held = (_glyphs(part) for part in (parts.train, parts.held))
        model = glyph_net(
            len(labels), _blocks(trial), trial.suggest_int("hidden", 32, 192, step=32)
        )
        batches = Batches(learned, _augmenter(self.recogniser), course, self.seed)
        with TemporaryDirectory() as folder:
            fit(model, batches, held, course, Path(folder) / "weights.npz", is_quiet=True)
        answers = model.predict(held.patches, batch_size=512, verbose=0)[0].argmax(axis=1)
        return float((answers == held.targets).mean())

    def _course(self, trial: Any) -> Course:
        return Course(
            epochs=self.epochs,
            epoch_size=min(self.epoch_size, 4 * len(self.data)),
            batch=trial.suggest_categorical("batch", [64, 128, 256]),
            rate=trial.suggest_float("rate", 3e-4, 1e-2, log=True),
            smoothing=trial.suggest_float("smoothing", 0.0, 0.1),
            weight_decay=trial.suggest_float("weight_decay", 1e-4, 1e-2, log=True),
            balance=trial.suggest_float("balance", 0.0, 1.0),
        )


class _AsTheyAre(Augmenter):
    """No variation: pens differ in ways hands and clothes do not."""

    def batch(
        self, patches: NDArray[np.uint8], targets: NDArray[np.int64], seed: tuple[int, ...]
    ) -> NDArray[np.uint8]:
        """Return the patches (n, 28, 28) themselves."""
        return patches


def _augmenter(recogniser: str) -> Augmenter:
    entry = recogniser_named(recogniser)
    return (Augmenter if entry.crop is Crop.INK else _AsTheyAre)(Look(), entry.labels)


def _blocks(trial: Any) -> tuple[Block, ...]:
    width = trial.suggest_int("width", 8, 32, step=8)
    depth = trial.suggest_int("depth", 3, 5)
    stem = Block(width, stride=2, kernel=5)
    middle = [Block(width * 2 ** min(n, 2), stride=2 if n < 3 else 1) for n in range(1, depth)]
    return (stem, *middle)


def _glyphs(part: Dataset) -> GlyphSet:
    return GlyphSet(part.name, part.patches, np.asarray(part.targets, np.int64))
