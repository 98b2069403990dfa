"""The movement model's recipe: films of drawn and real movements, a small network, calibrated.

Two signers drew J and Z in real films. Each is left out once, to see whether a network named
them that knew only the other; the network written knows both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import onnx
import tensorflow as tf
import tf2onnx
from numpy.typing import NDArray

from glyphcam.calibration.reliability import expected_calibration_error
from glyphcam.calibration.temperature import fit_temperature, sharpen
from glyphcam.calibration.threshold import precision_threshold
from glyphcam.models.movement import KIND, LABELS
from glyphcam.models.movement_window import STEPS
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import Recogniser
from glyphcam.models.stamp import Stamp
from glyphcam.training.asl_features import Tensor
from glyphcam.training.data_stamp import fingerprint, training_day
from glyphcam.training.datasets import data_folder
from glyphcam.training.export import Sample, export
from glyphcam.training.keras_graph import OPSET
from glyphcam.training.movement_clips import filmed_again, read_clips
from glyphcam.training.movement_films import HandFilm, film_of
from glyphcam.training.movement_folds import first_named, shares_over
from glyphcam.training.movement_net import (
    MovementCourse,
    featured,
    path_features,
    train_movement_net,
)
from glyphcam.training.movement_poses import LEFT_OUT, PoseSet, merged, read_poses
from glyphcam.training.movement_windows import Windows, windows_of
from glyphcam.training.recipe import HeldOut, Trained, TrainOptions

PRECISION = 0.9
LEAST = 0.75
"""A movement is named where nearly all like it are; never below this."""

HELD_OUT = "films drawn from the hands of sources left out"

_TURN = ("none", "J", "none", "Z")


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Teach the network and write ``asl-movement.onnx`` into options.out."""
    folder = options.data[0] if options.data else data_folder() / "asl"
    poses = read_poses(folder)
    course = MovementCourse(seed=options.seed)
    course = replace(course, epochs=options.epochs or course.epochs)
    films = 800 if options.is_small else course.films
    kept = [source for i, source in enumerate(sorted(poses)) if i % LEFT_OUT != 2]
    dice = np.random.default_rng(options.seed)
    taught = drawn_windows(merged([poses[source] for source in kept]), films, dice)
    unseen = drawn_windows(
        merged([poses[source] for source in poses if source not in kept]), films // 5, dice
    )
    clips = read_clips(folder.parent / "clips") if (folder.parent / "clips").is_dir() else {}
    every = [film for films_of in clips.values() for film in films_of]
    net = train_movement_net(with_clips(taught, every, course.clips, dice), course)
    stamp = _stamp(net, taught, unseen)
    stamp = replace(
        stamp, figures={**stamp.figures, **left_out(clips, taught, stamp, course, dice)}
    )
    path = write(net, stamp, unseen, options.out)
    held = HeldOut(HELD_OUT, _calibrated(net, unseen, stamp.temperature or 1.0), unseen.targets)
    parameters = {"films": films, "windows": len(taught.targets), "epochs": course.epochs,
                  "weights": net.count_params()}  # fmt: skip
    return Trained(path, stamp, {}, stamp.figures, parameters, held)


def drawn_windows(poses: PoseSet, count: int, dice: np.random.Generator) -> Windows:
    """Return the windows of ``count`` films, half of them without a movement."""
    return windows_of([film_of(_TURN[i % 4], poses, dice) for i in range(count)], dice)


def with_clips(
    taught: Windows, films: list[HandFilm], count: int, dice: np.random.Generator
) -> Windows:
    """Return the windows and those of ``count`` new films of real movements."""
    if not films:
        return taught
    again = windows_of((filmed_again(films[i % len(films)], dice) for i in range(count)), dice)
    return Windows(
        np.concatenate([taught.hands, again.hands]), np.concatenate([taught.targets, again.targets])
    )


def left_out(
    clips: Mapping[int, list[HandFilm]],
    taught: Windows,
    stamp: Stamp,
    course: MovementCourse,
    dice: np.random.Generator,
) -> dict[str, float]:
    """Return for each signer which share of the films a network names that never saw them."""
    figures = {}
    for signer, films in clips.items():
        others = [film for other, each in clips.items() if other != signer for film in each]
        net = train_movement_net(with_clips(taught, others, course.clips, dice), course)
        named = [
            first_named(shares_over(net, film, stamp.temperature or 1.0), stamp.threshold)
            == film.label
            for film in films
        ]
        figures[f"signer_{signer}_left_out"] = round(float(np.mean(named)), 4)
    return figures


def write(net: keras.Model, stamp: Stamp, sample: Windows, folder: Path) -> Path:
    """Export the network with its features and temperature inside."""
    temperature = stamp.temperature or 1.0

    def answer(landmarks: Tensor) -> Tensor:
        return tf.nn.softmax(net(path_features(landmarks), training=False) / temperature)

    given = [tf.TensorSpec((None, STEPS, 21, 3), tf.float32, name="landmarks")]
    graph: onnx.ModelProto = tf2onnx.convert.from_function(
        tf.function(answer, input_signature=given), input_signature=given, opset=OPSET
    )[0]

    def source(few: Sample) -> NDArray[np.float32]:
        return np.asarray(answer(tf.constant(few.landmarks)))

    path = folder / f"asl-{KIND}.onnx"
    return export(graph, stamp, path, source, Sample(landmarks=sample.hands))


def _stamp(net: keras.Model, taught: Windows, unseen: Windows) -> Stamp:
    temperature = fit_temperature(_calibrated(net, unseen, 1.0), unseen.targets)
    shares = _calibrated(net, unseen, temperature)
    answers, confidences = shares.argmax(axis=1), shares.max(axis=1)
    is_right = answers == unseen.targets
    named = answers > 0
    threshold = precision_threshold(confidences[named], is_right[named], PRECISION)
    return Stamp(
        recogniser="asl",
        kind=KIND,
        labels=LABELS,
        patch_version=PATCH_VERSION,
        threshold=round(max(LEAST, threshold), 3),
        temperature=round(temperature, 4),
        data=fingerprint(taught.hands[:1000], taught.targets),
        trained=training_day(),
        figures={
            "accuracy": round(float(is_right.mean()), 4),
            "ece": round(expected_calibration_error(shares, unseen.targets), 4),
            **{
                f"recall_{name}": round(float(is_right[unseen.targets == i].mean()), 4)
                for i, name in enumerate(LABELS)
            },
        },
    )


def _calibrated(net: keras.Model, shown: Windows, temperature: float) -> NDArray[np.float32]:
    logits = np.asarray(net(featured(shown.hands), training=False))
    return sharpen(np.asarray(tf.nn.softmax(logits)), temperature).astype(np.float32)
