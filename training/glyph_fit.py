"""Fit a Keras network on patches: seeded, one thread, a fresh variation of each picture shown."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_looks import Varies


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to learn; ``plan`` is cosine or plateau (halved after 3 dull epochs),
    ``optimiser`` adamw or muon.

    An epoch shows ``epoch_size`` pictures whatever the set's size, labels in the proportion of
    the ``balance``-th power of their counts (1: as they come, 0: all alike). After ``epochs``
    come ``calm_epochs`` of mostly plain pictures; ``calm_share`` of the weights is from their end,
    the rest from before: in between strangers are read as well as before, one's own as after.
    ``second_epochs`` more are learned from the network's own first answers (second_term.py).
    """

    epochs: int
    epoch_size: int = 60_000
    batch: int = 128
    rate: float = 2e-3
    plan: str = "cosine"
    optimiser: str = "adamw"
    balance: float = 0.5
    smoothing: float = 0.02
    weight_decay: float = 2e-3
    patience: int = 8
    calm_epochs: int = 0
    calm_share: float = 1.0
    second_epochs: int = 0

    @property
    def calm(self) -> Course:
        """The last epochs: a quarter of the rate again, for pictures nearer to the set's own."""
        return replace(self, epochs=self.calm_epochs, calm_epochs=0, rate=self.rate / 4)


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Varied pictures of a set, batch by batch: each a function of seed, epoch and place alone."""

    def __init__(self, glyphs: GlyphSet, augmenter: Varies, course: Course, seed: int) -> None:
        # One worker means tf.data's autotuning, whose thread keeps each epoch's end waiting 30 s.
        super().__init__(workers=2)
        self._glyphs, self._augmenter, self._course = glyphs, augmenter, course
        self._seed, self._epoch, self._classes = seed, 0, augmenter.classes
        self._shares = _shares(glyphs.targets, course.balance)
        self._rows = self._drawn()

    def __len__(self) -> int:
        """Return the batches of an epoch."""
        return math.ceil(self._course.epoch_size / self._course.batch)

    def __getitem__(self, place: int) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Return patches (b, 28, 28) uint8 and one-hot targets of the batch at ``place``."""
        size = self._course.batch
        rows = self._rows[place * size : (place + 1) * size]
        targets = self._glyphs.targets[rows]
        seed = (self._seed, self._epoch, place)
        varied = self._augmenter.batch(self._glyphs.patches[rows], targets, seed)
        return varied, self.hot(targets)

    def hot(self, targets: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return targets (n,) as one-hot rows (n, classes) float32."""
        return np.eye(self._classes, dtype=np.float32)[targets]

    def on_epoch_end(self) -> None:
        """Draw the next epoch's pictures."""
        self._epoch += 1
        self._rows = self._drawn()

    def _drawn(self) -> NDArray[np.int64]:
        random = np.random.default_rng((self._seed, self._epoch))
        count, size = len(self._shares), self._course.epoch_size
        if size > count:
            return random.choice(count, size, p=self._shares)
        # Who is drawn first, each picture at its rate; choice() takes a minute to draw them all.
        return np.argsort(random.exponential(size=count) / self._shares)[:size]


def one_thread(seed: int) -> None:
    """Seed everything and ask TensorFlow for one thread and fixed order: the same weights again."""
    import tensorflow as tf

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    keras.utils.set_random_seed(seed)
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    except RuntimeError:  # TensorFlow has run already: its threads stay as they were
        return
    tf.config.experimental.enable_op_determinism()


def fit(
    model: keras.Model,
    batches: Batches,
    seen: GlyphSet,
    course: Course,
    keep: Path,
    is_quiet: bool = False,
) -> Mapping[str, tuple[float, ...]]:
    """Train a model of (logits, embedding) and return loss, accuracy and val_ of each epoch.

    ``seen`` is what val_ is measured on; ``keep`` the .npz file written after each epoch.
    """
    trainee = keras.Model(model.input, model.outputs[0])
    trainee.compile(
        optimizer=_optimiser(course, len(batches)),
        loss=keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=course.smoothing
        ),
        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
    )
    log = trainee.fit(
        batches,
        epochs=course.epochs,
        validation_data=(seen.patches, batches.hot(seen.targets)),
        validation_batch_size=512,
        callbacks=[*callbacks_of(course), _kept(model, keep)],
        verbose=0 if is_quiet else 1,
        shuffle=False,
    )
    return {name: tuple(map(float, series)) for name, series in log.history.items()}


def _kept(model: keras.Model, path: Path) -> keras.callbacks.Callback:
    """Return what writes the weights after each epoch: a crash then costs an epoch, not all."""

    def write(epoch: int, logs: object) -> None:
        np.savez(path, *model.get_weights())

    return keras.callbacks.LambdaCallback(on_epoch_end=write)


def callbacks_of(course: Course) -> list[keras.callbacks.Callback]:
    """Return what ends a plateau course early; a cosine's end is where it is best."""
    if course.plan == "cosine":
        return []
    return [
        keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=3),
        keras.callbacks.EarlyStopping(
            monitor="val_loss", patience=course.patience, restore_best_weights=True
        ),
    ]


def _optimiser(course: Course, steps: int) -> keras.optimizers.Optimizer:
    rate, decay = _rate(course, steps), course.weight_decay
    if course.optimiser == "muon":
        from glyphcam.training.muon import ConvolutionMuon

        return ConvolutionMuon(rate, weight_decay=decay, adam_weight_decay=decay)
    return keras.optimizers.AdamW(rate, weight_decay=decay, clipnorm=1.0)


def _rate(course: Course, steps: int) -> Any:
    if course.plan == "plateau":
        return course.rate
    total = steps * course.epochs
    warm = min(total // 10, 400)
    return keras.optimizers.schedules.CosineDecay(
        course.rate / 10, total - warm, alpha=1e-3, warmup_target=course.rate, warmup_steps=warm
    )


def _shares(targets: NDArray[np.int64], balance: float) -> NDArray[np.float64]:
    counts = np.bincount(targets)
    weights = np.maximum(counts, 1).astype(np.float64)[targets] ** (balance - 1)
    return np.asarray(weights / weights.sum())
