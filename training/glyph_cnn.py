"""Train, calibrate and export the convolutional readers of handwriting and of goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType

import cv2
import keras

from glyphcam.models.recognisers import Recogniser
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, read_split
from glyphcam.training.glyph_finish import Finished, finish
from glyphcam.training.glyph_fit import Batches, Course, fit, one_thread
from glyphcam.training.glyph_looks import augmenter_of, varied
from glyphcam.training.glyph_net import FULL, LIGHT, SMALL, WIDE, Block, glyph_net
from glyphcam.training.recipe import Trained, TrainOptions
from glyphcam.training.zca import Zca, fit_zca

NETS: Mapping[str, tuple[Block, ...]] = MappingProxyType(
    {"characters": FULL, "digits": LIGHT, "kannada": LIGHT, "fashion": WIDE}
)

COURSES: Mapping[str, Course] = MappingProxyType(
    {
        "characters": Course(epochs=8, calm_epochs=3),
        "digits": Course(epochs=12, balance=1.0, calm_epochs=3),
        "kannada": Course(epochs=8, balance=1.0, calm_epochs=1),
        "fashion": Course(epochs=24, balance=1.0, smoothing=0.05, weight_decay=5e-3),
    }
)
"""How long each network learns: epochs of 60,000 varied pictures."""


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Train ``recogniser``'s network and write ``<recogniser>-<kind>.onnx`` into options.out.

    Settings: ``plan`` plateau or cosine, ``zca`` an epsilon to whiten with, ``tflite`` a path.
    """
    cv2.setNumThreads(1)
    one_thread(options.seed)
    split = read_split(recogniser, options)
    course = _course(recogniser, options)
    blocks = SMALL if options.is_small else NETS[recogniser.name]
    model = glyph_net(len(recogniser.labels), blocks, zca=_whitening(split.train, options))
    history = _learned(model, recogniser, split, course, options)
    hard = varied(recogniser, split.held.head(4000), options.seed)
    told = {**asdict(course), "seed": options.seed}
    return finish(Finished(recogniser, kind, split, hard, model, history, told), options)


def _learned(
    model: keras.Model,
    recogniser: Recogniser,
    split: GlyphSplit,
    course: Course,
    options: TrainOptions,
) -> Mapping[str, tuple[float, ...]]:
    """Run the course and its calm end; return the history of both."""
    keep, seen = options.out / f"{recogniser.name}-weights.npz", split.held.head(2000)
    whole: dict[str, tuple[float, ...]] = {}
    for part in (course, course.calm):
        if not part.epochs:
            continue
        augmenter = augmenter_of(recogniser, is_calm=part is not course)
        batches = Batches(split.train, augmenter, part, options.seed + 100 * (part is not course))
        for name, series in fit(model, batches, seen, part, keep, options.is_quiet).items():
            whole[name] = whole.get(name, ()) + series
    return whole


def _whitening(train: GlyphSet, options: TrainOptions) -> Zca | None:
    """Return the whitening the setting ``zca`` (its epsilon) asks for, recorded as zca.npz."""
    if "zca" not in options.settings:
        return None
    zca = fit_zca(train.patches, float(options.settings["zca"]))
    zca.save(options.out / "zca.npz")
    return zca


def _course(recogniser: Recogniser, options: TrainOptions) -> Course:
    course = COURSES[recogniser.name]
    return replace(
        course,
        epochs=options.epochs or (3 if options.is_small else course.epochs),
        plan=options.settings.get("plan", course.plan),
        calm_epochs=0 if options.is_small or options.epochs else course.calm_epochs,
    )
