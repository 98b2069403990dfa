"""Landmark networks that never saw the sources they are asked about, as stamped ONNX files, cached.

A fifth of the measured sources is left out of each network's training. Temperature and threshold
of each are fitted on what the other four networks answered for the sources they never saw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.words_confusions import Confusions
from glyphcam.models.recognisers import RECOGNISERS

FOLDS = 5
UNSEEN = 0.02
"""What a confusion that was never seen counts, in sources."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One network's file, and the sources it never saw."""

    path: Path
    sources: tuple[str, ...]


def left_out_by_fold(measured: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sources each network is not shown: every fifth, in turn."""
    return [tuple(measured[fold::FOLDS]) for fold in range(FOLDS)]


def fold_networks(data: Path, cache: Path) -> list[Fold]:
    """Return the networks in ``cache``; train those that are missing, which takes minutes."""
    names = cache / "sources.txt"
    if not names.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        _train(data, cache)
    lines = names.read_text(encoding="utf-8").splitlines()
    return [Fold(cache / f"fold{k}.onnx", tuple(line.split())) for k, line in enumerate(lines)]


def unseen_confusions(cache: Path, fold: int) -> Confusions:
    """Return the confusions of the other networks: of sources this one was shown, or its like."""
    with np.load(cache / "answers.npz", allow_pickle=False) as kept:
        probabilities, targets, sources = (
            kept[name] for name in ("probabilities", "targets", "sources")
        )
    names = (cache / "sources.txt").read_text(encoding="utf-8").splitlines()[fold].split()
    others = ~np.isin(sources, names)
    return confusions_of(probabilities[others], targets[others], sources[others])


def all_confusions(cache: Path) -> Confusions:
    """Return the confusions of all networks, each on the sources it never saw."""
    with np.load(cache / "answers.npz", allow_pickle=False) as kept:
        return confusions_of(kept["probabilities"], kept["targets"], kept["sources"])


def write_confusions(cache: Path, path: Path) -> None:
    """Write what `glyphcam live` suggests words by: labels, and what each read label was."""
    found = all_confusions(cache)
    facts = {
        "labels": found.labels,
        "truth": [[round(float(share), 4) for share in row] for row in found.truth],
        "of": "landmark networks on sources left out, a fifth at a time",
    }
    path.write_text(json.dumps(facts), encoding="utf-8")


def confusions_of(
    probabilities: NDArray[np.floating], targets: NDArray[np.int64], sources: NDArray[np.str_]
) -> Confusions:
    """Count what letters were that were read as another; each source's letter counts alike."""
    labels = RECOGNISERS["asl"].labels
    cells = np.char.add(sources, np.array(labels)[targets])
    _, place, counts = np.unique(cells, return_inverse=True, return_counts=True)
    table = np.full((len(labels), len(labels)), UNSEEN)
    np.add.at(table, (probabilities.argmax(axis=1), targets), 1 / counts[place])
    return Confusions(labels, table / table.sum(axis=1, keepdims=True))


def _train(data: Path, cache: Path) -> None:
    from tqdm import tqdm

    from glyphcam.training.asl_honest import Answered, honesty
    from glyphcam.training.asl_landmark_net import LandmarkCourse, train_landmark_net
    from glyphcam.training.asl_rows import read_rows

    rows = read_rows(data / "asl")
    groups = left_out_by_fold(rows.measured_sources())
    nets, answers = [], []
    for group in tqdm(groups, desc="networks"):
        is_left_out = np.isin(rows.sources, group)
        net = train_landmark_net(rows.take(~is_left_out), LandmarkCourse())
        asked = rows.take(is_left_out)
        answers.append(Answered(_softmax(net, asked.landmarks), asked.targets, asked.sources))
        nets.append(net)
    calibrated = []
    for fold, net in enumerate(nets):
        others = [answer for k, answer in enumerate(answers) if k != fold]
        honest = honesty(_together(others))
        _export(net, honest, rows, cache / f"fold{fold}.onnx")
        calibrated.append(_sharpened(answers[fold].probabilities, honest.temperature))
    np.savez(
        cache / "answers.npz",
        probabilities=np.concatenate(calibrated),
        targets=np.concatenate([answer.targets for answer in answers]),
        sources=np.concatenate([answer.sources for answer in answers]),
    )
    lines = "\n".join(" ".join(group) for group in groups)
    (cache / "sources.txt").write_text(lines + "\n", encoding="utf-8")


def _softmax(net: Any, landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    from glyphcam.training.asl_cnn import softmax
    from glyphcam.training.asl_landmarks import outputs

    return softmax(outputs(net, landmarks)[0])


def _together(answers: Sequence[Any]) -> Any:
    from glyphcam.training.asl_honest import Answered

    return Answered(
        np.concatenate([answer.probabilities for answer in answers]),
        np.concatenate([answer.targets for answer in answers]),
        np.concatenate([answer.sources for answer in answers]),
    )


def _sharpened(probabilities: NDArray[np.float64], temperature: float) -> NDArray[np.float32]:
    from glyphcam.calibration.temperature import sharpen

    return sharpen(probabilities, temperature).astype(np.float32)


def _export(net: Any, honest: Any, rows: Any, path: Path) -> None:
    import tensorflow as tf

    from glyphcam.models.patch import PATCH_VERSION
    from glyphcam.models.stamp import Stamp
    from glyphcam.training.asl_features import features
    from glyphcam.training.asl_rows import LABELS
    from glyphcam.training.data_stamp import training_day
    from glyphcam.training.export import Sample, export
    from glyphcam.training.keras_graph import keras_graph

    def answer(landmarks: Any) -> Any:
        logits, embedding = net(features(landmarks), training=False)
        return [tf.nn.softmax(logits / honest.temperature), embedding]

    def source(sample: Sample) -> NDArray[np.float32]:
        return np.asarray(answer(tf.constant(sample.landmarks))[0])

    stamp = Stamp(
        recogniser="asl",
        kind="landmarks",
        labels=LABELS,
        patch_version=PATCH_VERSION,
        threshold=round(honest.threshold, 3),
        temperature=round(honest.temperature, 4),
        trained=training_day(),
        figures=honest.figures,
    )
    graph = keras_graph(answer, ("landmarks",))
    export(graph, stamp, path, source, Sample(landmarks=rows.landmarks))
