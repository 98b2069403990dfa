"""Train, calibrate and export the convolutional readers of handwriting and of goods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.glyph_data import GlyphSet, GlyphSplit, read_split
from glyphcam.training.glyph_finish import Finished, finish
from glyphcam.training.glyph_fit import Batches, Course, fit, one_thread
from glyphcam.training.glyph_looks import augmenter_of, varied
from glyphcam.training.glyph_net import FULL, LIGHT, SMALL, Block, glyph_net
from glyphcam.training.goods_net import goods_net
from glyphcam.training.recipe import Trained, TrainOptions
from glyphcam.training.second_term import SecondBatches, first_answers, second_course
from glyphcam.training.zca import Zca, fit_zca

Weights = list[NDArray[np.float32]]
"""A model's weights, as Keras orders them."""

NETS: Mapping[str, tuple[Block, ...]] = MappingProxyType(
    {"characters": FULL, "digits": LIGHT, "kannada": FULL}
)
"""The blocks of each reader of handwriting; goods have a network of their own."""

COURSES: Mapping[str, Course] = MappingProxyType(
    {
        "characters": Course(epochs=14, calm_epochs=3, calm_share=0.4),
        "digits": Course(epochs=12, balance=1.0, calm_epochs=3),
        "kannada": Course(epochs=12, balance=1.0, calm_epochs=1),
        "fashion": Course(
            epochs=45,
            epoch_size=56_960,  # whole batches of all pictures, each once an epoch
            rate=3e-3,
            optimiser="muon",
            balance=1.0,
            smoothing=0.05,
            weight_decay=0.05,
            second_epochs=150,
        ),
    }
)
"""How long each network learns: epochs of 60,000 varied pictures where nothing else is said."""


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Train ``recogniser``'s network and write ``<recogniser>-<kind>.onnx`` into options.out.

    Settings: ``plan`` plateau or cosine, ``zca`` an epsilon to whiten with, ``tflite`` a path,
    ``start`` the .npz of weights an earlier run kept of its first term, which is then skipped.
    """
    cv2.setNumThreads(1)
    one_thread(options.seed)
    split = read_split(recogniser, options)
    course = _course(recogniser, options)
    model = _network(recogniser, split, options)
    history = _learned(model, recogniser, split, course, options)
    if course.second_epochs:
        more = _second_term(model, recogniser, split, course, options)
        history = {name: history.get(name, ()) + series for name, series in more.items()}
    hard = varied(recogniser, split.held.head(4000), options.seed)
    told = {**asdict(course), "seed": options.seed}
    return finish(Finished(recogniser, kind, split, hard, model, history, told), options)


def _network(recogniser: Recogniser, split: GlyphSplit, options: TrainOptions) -> keras.Model:
    classes, zca = len(recogniser.labels), _whitening(split.train, options)
    if options.is_small or zca is not None or recogniser.name in NETS:
        blocks = SMALL if options.is_small else NETS.get(recogniser.name, FULL)
        return glyph_net(classes, blocks, zca=zca)
    return goods_net(classes)


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
    if "start" in options.settings:
        _start(model, Path(options.settings["start"]))
        return whole
    for part in (course, course.calm):
        if not part.epochs:
            continue
        is_calm, before = part is not course, model.get_weights()
        augmenter = augmenter_of(recogniser, is_calm)
        batches = Batches(split.train, augmenter, part, options.seed + 100 * is_calm)
        for name, series in fit(model, batches, seen, part, keep, options.is_quiet).items():
            whole[name] = whole.get(name, ()) + series
        if is_calm and part.calm_share < 1:
            model.set_weights(_between(before, model.get_weights(), part.calm_share))
    return whole


def _second_term(
    model: keras.Model,
    recogniser: Recogniser,
    split: GlyphSplit,
    course: Course,
    options: TrainOptions,
) -> Mapping[str, tuple[float, ...]]:
    answers = first_answers(model, split.train)
    second = second_course(course, answers, split.train.targets)
    augmenter = augmenter_of(recogniser)
    batches = SecondBatches(split.train, augmenter, second, options.seed + 200, answers)
    keep = options.out / f"{recogniser.name}-second-weights.npz"
    return fit(model, batches, split.held.head(2000), second, keep, options.is_quiet)


def _start(model: keras.Model, file: Path) -> None:
    """Give the model the weights an earlier run kept in ``file``; DataError if they do not fit."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            model.set_weights([kept[name] for name in kept.files])
    except (OSError, ValueError) as fault:
        raise DataError(f"{file} holds no weights of this network: {fault}") from fault


def _between(before: Weights, after: Weights, share: float) -> Weights:
    """Return weights on the way from ``before`` to ``after``, both of one course."""
    return [(1 - share) * old + share * new for old, new in zip(before, after, strict=True)]


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
        second_epochs=0 if options.is_small or options.epochs else course.second_epochs,
    )
