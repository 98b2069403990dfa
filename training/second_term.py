"""A second term: a network goes on from its own first answers, and sees hard pictures more often.

Half of each target is the label, half what the network answered after its first term, averaged
over the picture and its mirror (born-again networks, Furlanello et al. 2018). Of the pictures it
was sure of, a third is drawn each epoch and counts three times (InfoBatch, Qin et al. 2024): the
same gradient on average for half of the work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import keras
import numpy as np
from numpy.typing import NDArray

from glyphcam.training.glyph_data import GlyphSet
from glyphcam.training.glyph_fit import Batches, Course
from glyphcam.training.glyph_looks import Varies

SURE, SHOWN, ALL_AT_END = 0.94, 1 / 3, 1 / 8
"""A label is known from this probability on; how often those are shown; the epochs of all alike.

Smoothed by 0.05, a network that knows a label gives it 0.955; three quarters of Fashion-MNIST's
training pictures are above 0.94 after 45 epochs.
"""


@dataclass(frozen=True, slots=True, eq=False)
class FirstAnswers:
    """What the first term made of the training pictures: probabilities (n, k) float32."""

    probabilities: NDArray[np.float32]

    def softened(self, hot: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean of one-hot labels ``hot`` (b, k) and the answers to ``rows`` (b,)."""
        return np.asarray((hot + self.probabilities[rows]) / 2, np.float32)

    def is_sure(self, targets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which pictures (n,) it knew by their labels ``targets`` (n,)."""
        return np.asarray(self.probabilities[np.arange(len(targets)), targets] >= SURE)


def first_answers(model: keras.Model, glyphs: GlyphSet) -> FirstAnswers:
    """Ask a model of (logits, embedding) for every picture and its mirror."""
    mirrored = np.ascontiguousarray(glyphs.patches[:, :, ::-1])
    plain, turned = (_probabilities(model, patches) for patches in (glyphs.patches, mirrored))
    return FirstAnswers(np.asarray((plain + turned) / 2, np.float32))


def second_course(course: Course, answers: FirstAnswers, targets: NDArray[np.int64]) -> Course:
    """Return the course of the second term: an epoch shows the unsure pictures and a third more."""
    sure = int(answers.is_sure(targets).sum())
    shown = len(targets) - sure + round(sure * SHOWN)
    size = shown // course.batch * course.batch
    return replace(
        course, epochs=course.second_epochs, epoch_size=size, smoothing=0.0, calm_epochs=0
    )


class SecondBatches(Batches):
    """Batches of the second term: softened targets, and a weight a picture."""

    def __init__(
        self,
        glyphs: GlyphSet,
        augmenter: Varies,
        course: Course,
        seed: int,
        answers: FirstAnswers,
    ) -> None:
        self._answers, self._is_sure = answers, answers.is_sure(glyphs.targets)
        super().__init__(glyphs, augmenter, course, seed)

    def __getitem__(  # type: ignore[override]
        self, place: int
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:
        """Return patches (b, 28, 28), targets (b, k) and weights (b,) of the batch at ``place``."""
        varied, hot = super().__getitem__(place)
        rows = self._rows[place * len(hot) : (place + 1) * len(hot)]
        weights = np.ones(len(rows), np.float32)
        if not self._shows_all:
            weights[self._is_sure[rows]] = 1 / SHOWN
        return varied, self._answers.softened(hot, rows), weights

    @property
    def _shows_all(self) -> bool:
        return self._epoch >= self._course.epochs * (1 - ALL_AT_END)

    def _drawn(self) -> NDArray[np.int64]:
        random = np.random.default_rng((self._seed, self._epoch))
        order = random.permutation(len(self._is_sure))
        if not self._shows_all:
            kept = ~self._is_sure | (random.random(len(order)) < SHOWN)
            # Those left out come last: they fill up where chance kept too few.
            order = np.concatenate([order[kept[order]], order[~kept[order]]])
        return order[: self._course.epoch_size]


def _probabilities(model: keras.Model, patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    logits = model.predict(patches, batch_size=512, verbose=0)[0]
    return np.asarray(keras.ops.softmax(logits), np.float32)
