"""Small worlds for the review simulation: a model of few sources, people it never saw, the truth.

Each world has a stream that passes the reviewer and a held-back part of the same unseen people or
pens that nobody is asked about. What the model was taught is kept to be replayed while learning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from enrol_folds import left_out_rows
from numpy.typing import NDArray

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.review_head import Seen

Answer = Callable[[NDArray[Any]], tuple[NDArray[np.float64], NDArray[np.float32]]]
"""Inputs (n, ...) to probabilities (n, k) and embeddings (n, d)."""

TAUGHT = 4_000
"""So many pictures of what the model was taught are replayed."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """n pictures as the model sees them and as they look, with their truth.

    ``patches`` (n, 28, 28) uint8 and ``landmarks`` (n, 21, 3) float32 or None make the looks that
    the queue tells pictures apart by.
    """

    seen: Seen
    patches: NDArray[np.uint8]
    landmarks: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A model's view of what it was ``taught``, of the ``stream`` and of the ``held`` back part."""

    taught: Seen
    stream: Part
    held: Part


def asl_world(data: Path, seed: int, few: int = 6) -> World:
    """Return a landmark network of ``few`` people and its view of all the rest.

    The first half of each letter of an unseen person is the stream, the later half held back.
    """
    from glyphcam.training.asl_landmark_net import LandmarkCourse, train_landmark_net
    from glyphcam.training.asl_rows import read_rows

    rows = _asl_rows(data, read_rows)
    order = np.random.default_rng(seed).permutation(rows.measured_sources())
    taught = rows.take(np.isin(rows.sources, order[:few]))
    net = train_landmark_net(taught, LandmarkCourse(steps=600, seed=seed))
    asked = rows.take(np.isin(rows.sources, order[few:]))
    is_late = _in_later_half(asked.sources, asked.targets)
    answer = _landmark_answer(net)
    return World(
        _seen(answer, _some(taught, TAUGHT, seed).landmarks, _some(taught, TAUGHT, seed).targets),
        _hands(answer, asked.take(~is_late)),
        _hands(answer, asked.take(is_late)),
    )


def person_world(data: Path, person: int, cache: Path = Path("build/enrol-folds.npz")) -> World:
    """Return one person of the 22 as a landmark network of all the others sees them.

    The networks are those of enrol_asl.py, kept in ``cache``. Nothing is replayed.
    """
    from glyphcam.training.asl_rows import read_rows

    seen = left_out_rows(data, cache)
    rows, source = _asl_rows(data, read_rows), np.unique(seen.sources)[person]
    own, hands = (
        seen.take(np.flatnonzero(seen.sources == source)),
        rows.take(rows.sources == source),
    )
    is_late = _in_later_half(own.sources, own.targets)
    parts = [
        Part(
            Seen(own.probabilities[part], own.embeddings[part], own.targets[part], np.ones(count)),
            hands.patches[part],
            hands.landmarks[part],
        )
        for part, count in ((~is_late, int((~is_late).sum())), (is_late, int(is_late.sum())))
    ]
    return World(parts[0].seen, *parts)


_ROWS: dict[Path, Any] = {}


def _asl_rows(data: Path, read: Callable[[Path], Any]) -> Any:
    if data not in _ROWS:  # reading 27,000 hands and their pictures takes half a minute
        _ROWS[data] = read(data / "asl")
    return _ROWS[data]


def _in_later_half(sources: NDArray[np.str_], targets: NDArray[np.int64]) -> NDArray[np.bool_]:
    is_late = np.zeros(len(targets), np.bool_)
    cells = np.unique(np.char.add(sources, targets.astype(str)), return_inverse=True)[1]
    for cell in range(cells.max() + 1):
        own = np.flatnonzero(cells == cell)
        is_late[own[len(own) // 2 :]] = True
    return is_late


def _some(rows: Any, count: int, seed: int) -> Any:
    chosen = np.random.default_rng(seed).permutation(len(rows.targets))[:count]
    return rows.take(chosen)


def _landmark_answer(net: Any) -> Answer:
    from glyphcam.training.asl_landmarks import outputs

    def answer(landmarks: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        logits, embeddings = outputs(net, landmarks)
        powers = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
        return powers / powers.sum(axis=1, keepdims=True), embeddings

    return answer


def _hands(answer: Answer, rows: Any) -> Part:
    return Part(_seen(answer, rows.landmarks, rows.targets), rows.patches, rows.landmarks)


def _seen(answer: Answer, given: NDArray[Any], targets: NDArray[np.int64]) -> Seen:
    probabilities, embeddings = answer(given)
    return Seen(probabilities, embeddings, targets, np.ones(len(targets)))


def digits_world(data: Path, seed: int, few: int = 2_000, is_outside: bool = False) -> World:
    """Return a plain network of ``few`` MNIST digits and its view of other pens.

    The stream and the held-back part are MNIST test digits written with five pens it never saw,
    or, ``is_outside``, the two halves of scikit-learn's digits (other people, another scanner).
    """
    with np.load(data / "mnist.npz", allow_pickle=False) as sets:
        random = np.random.default_rng(seed)
        chosen = random.permutation(len(sets["x_train"]))[:few]
        taught, targets = sets["x_train"][chosen], sets["y_train"][chosen].astype(np.int64)
        tests, truth = sets["x_test"], sets["y_test"].astype(np.int64)
    net = _plain_net(taught, targets, seed)
    if is_outside:
        tests, truth = _scanned()
    order = random.permutation(len(truth))
    shown = tests[order] if is_outside else _penned(tests[order], random)
    half = len(order) // 2
    parts = [
        Part(_seen(net, shown[rows], truth[order][rows]), shown[rows])
        for rows in (slice(None, half), slice(half, None))
    ]
    return World(_seen(net, taught[:TAUGHT], targets[:TAUGHT]), *parts)


def _plain_net(patches: NDArray[np.uint8], targets: NDArray[np.int64], seed: int) -> Answer:
    import keras

    from glyphcam.training.glyph_fit import one_thread
    from glyphcam.training.glyph_net import LIGHT, glyph_net

    one_thread(seed)
    net = glyph_net(10, LIGHT)
    trainee = keras.Model(net.input, net.outputs[0])
    trainee.compile(
        keras.optimizers.AdamW(2e-3),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    trainee.fit(patches, targets, batch_size=64, epochs=12, verbose=0)

    def answer(given: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        logits, embeddings = net.predict(given, batch_size=512, verbose=0)
        powers = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
        return powers / powers.sum(axis=1, keepdims=True), embeddings

    return answer


def _scanned() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    from sklearn.datasets import load_digits

    from glyphcam.models.patch import to_patch
    from glyphcam.models.recognisers import Crop

    found = load_digits()
    big = [
        cv2.resize((image * 15.9).astype(np.uint8), (64, 64), interpolation=cv2.INTER_CUBIC)
        for image in found.images
    ]
    return np.stack([to_patch(one, Crop.INK) for one in big]), found.target.astype(np.int64)


PENS = 5


def _penned(patches: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Return the digits as written by PENS pens, each with its slant, breadth, stroke and turn."""
    pens = [_Pen.drawn(random) for _ in range(PENS)]
    return np.stack([pens[row % PENS].write(patch) for row, patch in enumerate(patches)])


@dataclass(frozen=True, slots=True)
class _Pen:
    slant: float
    breadth: float
    stroke: int
    turn: float

    @classmethod
    def drawn(cls, random: np.random.Generator) -> _Pen:
        return cls(
            random.uniform(-0.5, 0.5), random.uniform(0.6, 1.15), int(random.integers(-1, 3)),
            random.uniform(-0.3, 0.3),
        )  # fmt: skip

    def write(self, patch: NDArray[np.uint8]) -> NDArray[np.uint8]:
        cos, sin = np.cos(self.turn), np.sin(self.turn)
        shape = np.array([[cos, -sin], [sin, cos]]) @ np.array([[self.breadth, self.slant], [0, 1]])
        middle = np.array([13.5, 13.5])
        moved = cv2.warpAffine(
            patch, np.concatenate([shape, (middle - shape @ middle)[:, None]], axis=1), (28, 28)
        )
        side = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2, 2))
        if self.stroke < 0:
            return np.asarray(cv2.erode(moved, side), np.uint8)
        return np.asarray(cv2.dilate(moved, side, iterations=self.stroke), np.uint8)


def fashion_world(data: Path, seed: int) -> World:
    """Return the shipped network of goods and its view of Fashion-MNIST's test, in two halves."""
    from glyphcam.training.glyph_data import load_split

    network = Network.shipped(RECOGNISERS["fashion"], "cnn")
    split = load_split(RECOGNISERS["fashion"], data)
    tests, truth = split.test.patches, split.test.targets

    def answer(given: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        probabilities = network.probabilities(given).astype(np.float64)
        return probabilities, network.embedding(given)

    order = np.random.default_rng(seed).permutation(len(truth))
    half = len(order) // 2
    parts = [
        Part(_seen(answer, tests[rows], truth[rows]), tests[rows])
        for rows in (order[:half], order[half:])
    ]
    # What it was calibrated on is replayed: of what it learned it is surer than it is right.
    return World(_seen(answer, split.held.patches, split.held.targets), *parts)
