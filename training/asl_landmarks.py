"""What the landmark network answers for sources it never saw, by itself and by its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from tqdm import tqdm

from glyphcam.training.asl_features import features
from glyphcam.training.asl_folds import left_out
from glyphcam.training.asl_landmark_net import LandmarkCourse, train_landmark_net
from glyphcam.training.asl_neighbours import points_of, spread_rows, vote
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.recipe import TrainOptions

_CHUNK = 1000


@dataclass(frozen=True, slots=True, eq=False)
class LandmarkAnswers:
    """``logits`` and neighbours' ``votes``, both (n, 24) float32, NaN for sources not measured."""

    logits: NDArray[np.float32]
    votes: NDArray[np.float32]


def landmark_course(options: TrainOptions) -> LandmarkCourse:
    """Return the recipe the user's options ask for."""
    course = LandmarkCourse(seed=options.seed)
    return replace(course, steps=300, width=96) if options.is_small else course


def landmark_answers(
    rows: AslRows, course: LandmarkCourse, is_quiet: bool = False
) -> LandmarkAnswers:
    """Return what networks that never saw a source answer for it; slow once, then kept."""
    both = left_out(rows, f"landmarks {course}", _answer(course), is_quiet)
    return LandmarkAnswers(both[:, : len(LABELS)], both[:, len(LABELS) :])


def _answer(course: LandmarkCourse) -> Callable[[AslRows, AslRows], NDArray[np.float32]]:
    def answer(taught: AslRows, asked: AslRows) -> NDArray[np.float32]:
        return fold_answer(train_landmark_net(taught, course), taught, asked)

    return answer


def fold_answer(net: keras.Model, taught: AslRows, asked: AslRows) -> NDArray[np.float32]:
    """Return (n, 48): the network's logits, and the votes of what it was taught."""
    kept = taught.take(spread_rows(taught))
    points = points_of(outputs(net, kept.landmarks)[1], kept.targets)
    logits, embedding = outputs(net, asked.landmarks)
    parts = np.array_split(embedding, max(1, len(embedding) // _CHUNK))
    votes = np.concatenate([vote(tf.constant(part), points).numpy() for part in parts])
    return np.concatenate([logits, votes], axis=1)


def outputs(net: keras.Model, landmarks: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Return logits (n, 24) and embedding (n, width) of landmarks (n, 21, 3)."""
    parts = np.array_split(landmarks, max(1, len(landmarks) // _CHUNK))
    answers = [net(features(tf.constant(part)), training=False) for part in parts]
    return [np.concatenate([answer[i].numpy() for answer in answers]) for i in (0, 1)]


@dataclass(slots=True)
class Curve:
    """The losses a network told on the way, and the bar that shows them."""

    losses: list[float]
    bar: tqdm

    def hear(self, loss: float) -> None:
        """Keep one loss and move the bar."""
        self.losses.append(loss)
        self.bar.update()
        self.bar.set_postfix(loss=f"{loss:.2f}")


def curve(title: str, steps: int, is_quiet: bool) -> Curve:
    """Return a curve for a network of so many steps, which tells every fiftieth."""
    return Curve([], tqdm(total=-(-steps // 50), desc=title, disable=is_quiet))
