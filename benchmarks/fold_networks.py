"""Landmark networks that never saw a sixth of the sources each, as ONNX files kept in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

FOLDS = 6
THRESHOLD = 0.479
"""The shipped fused model's: these stand for it, without its pixels."""

TEMPERATURE = 0.75
"""Fitted on the sources left out, all six networks' answers together."""


@dataclass(frozen=True, slots=True, eq=False)
class FoldNetwork:
    """``network`` never saw ``sources``."""

    sources: tuple[str, ...]
    network: Network


def fold_networks(data: Path, folder: Path) -> list[FoldNetwork]:
    """Return the FOLDS networks kept in ``folder``; those that are missing are trained."""
    folder.mkdir(parents=True, exist_ok=True)
    if len(list(folder.glob("fold*.onnx"))) < FOLDS:
        _train(data, folder)
    asl = RECOGNISERS["asl"]
    return [
        FoldNetwork(
            tuple(path.with_suffix(".txt").read_text(encoding="utf-8").split()),
            Network.load(path, asl),
        )
        for path in sorted(folder.glob("fold*.onnx"))
    ]


def _train(data: Path, folder: Path) -> None:
    from tqdm import tqdm

    from glyphcam.training.asl_rows import read_rows

    rows = read_rows(data / "asl")
    measured = rows.measured_sources()
    for fold in tqdm(range(FOLDS), desc="networks"):
        left_out = measured[fold::FOLDS]
        path = folder / f"fold{fold}.onnx"
        if not path.is_file():
            path.with_suffix(".txt").write_text("\n".join(left_out), encoding="utf-8")
            _train_one(rows.take(~np.isin(rows.sources, left_out)), path)


def _train_one(rows: object, path: Path) -> None:
    import tensorflow as tf

    from glyphcam.models.patch import PATCH_VERSION
    from glyphcam.models.stamp import STAMP_KEY, Stamp
    from glyphcam.training.asl_features import features
    from glyphcam.training.asl_landmark_net import LandmarkCourse, train_landmark_net
    from glyphcam.training.asl_novelty import add_novelty
    from glyphcam.training.canonical import canonical
    from glyphcam.training.keras_graph import keras_graph

    net = train_landmark_net(rows, LandmarkCourse())

    def answer(landmarks: object) -> list[object]:
        logits, embedding = net(features(landmarks), training=False)
        return [tf.nn.softmax(logits / TEMPERATURE), embedding]

    made = canonical(keras_graph(answer, ("landmarks",)))
    labels = RECOGNISERS["asl"].labels
    stamp = Stamp("asl", "fold", labels, PATCH_VERSION, THRESHOLD, TEMPERATURE)
    made.metadata_props.add(key=STAMP_KEY, value=stamp.to_json())
    part = path.with_suffix(".part")
    part.write_bytes(made.SerializeToString(deterministic=True))
    add_novelty(part, rows)
    part.rename(path)
