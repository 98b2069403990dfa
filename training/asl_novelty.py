"""How unlike any letter a hand is, as one more output of an ASL graph: `python -m` stamps a model.

The distance is Mahalanobis' in the landmark network's embedding: from the middle of the letter the
model answers, in spreads of one letter over all people. Everything lies in the graph; the distance
from which a hand is no letter is stamped beside the thresholds. Of 14 kinds of hands that are no
letter this refuses far more than confidence or cosine do (benchmarks/unknown.json).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from glyphcam.models.inspect_onnx import refuse_unsafe
from glyphcam.models.network import NOVELTY_LIMIT, Network
from glyphcam.models.stamp import STAMP_KEY, Stamp
from glyphcam.training.asl_rows import LABELS, AslRows, read_rows
from glyphcam.training.canonical import canonical
from glyphcam.training.card import minutes_on, write_card

LIMIT = 1.9
"""Of the hands of unseen sources 3 % are further from their letter in a single frame."""

RIDGE = 0.1
"""Added to every direction's variance, in shares of the mean one: less trust in narrow ones."""

HALF_WAY = 0.5
"""A letter's own width counts by half: wholly, a hand that hangs down would pass for a Q."""


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Letters in an embedding: ``middles`` (24, d); ``whitening`` (d, d) makes their spread 1.

    ``scales`` (24,) is how wide each letter is beside the others: G is shown in more ways than B.
    """

    middles: NDArray[np.float32]
    whitening: NDArray[np.float32]
    scales: NDArray[np.float32]

    def distance(
        self, embeddings: NDArray[np.floating], targets: NDArray[np.integer]
    ) -> NDArray[np.float64]:
        """Return how far embeddings (n, d) are from the middles of letters ``targets`` (n,)."""
        gaps = (embeddings - self.middles[targets]) @ self.whitening
        return np.asarray(np.sqrt((gaps**2).mean(axis=1)) / self.scales[targets], np.float64)


def spread_of(
    embeddings: NDArray[np.floating], targets: NDArray[np.int64], sources: NDArray[np.str_]
) -> Spread:
    """Return the spread of rows (n, d); each letter of each source counts alike."""
    cells = np.unique(np.char.add(sources, targets.astype(str)), return_inverse=True)[1]
    weights = 1.0 / np.bincount(cells)[cells]
    everyone = np.average(embeddings, axis=0, weights=weights)
    middles = np.tile(everyone, (len(LABELS), 1))  # of a letter that nobody shows
    for letter in np.unique(targets):
        own = targets == letter
        middles[letter] = np.average(embeddings[own], axis=0, weights=weights[own])
    gaps = embeddings - middles[targets]
    covariance = (gaps * weights[:, None]).T @ gaps / weights.sum()
    width = len(covariance)
    covariance += RIDGE * np.trace(covariance) / width * np.eye(width)
    whitening = np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)
    plain = Spread(middles.astype(np.float32), whitening, np.ones(len(LABELS), np.float32))
    far, wide = plain.distance(embeddings, targets), np.full(len(LABELS), np.nan)
    for letter in np.unique(targets):
        own = targets == letter
        wide[letter] = _median(far[own], weights[own])
    shares = np.nan_to_num(wide / max(float(np.nanmedian(wide)), 1e-6), nan=1.0)
    return replace(plain, scales=(HALF_WAY + (1 - HALF_WAY) * shares).astype(np.float32))


def _median(values: NDArray[np.floating], weights: NDArray[np.floating]) -> float:
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(share, 0.5)])


def with_novelty(model: onnx.ModelProto, spread: Spread) -> onnx.ModelProto:
    """Return a copy of ``model`` with the output ``novelty`` (n, 1) after its embedding."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    graph, width = copy.graph, len(spread.whitening)
    answer, embedding = (output.name for output in graph.output[:2])
    mean = np.full((width, 1), 1.0 / width, np.float32)
    numbers = {
        "novelty_mid": spread.middles,
        "novelty_whiten": spread.whitening,
        "novelty_mean": mean,
        "novelty_scale": spread.scales[:, None],
    }
    graph.initializer.extend(numpy_helper.from_array(each, name) for name, each in numbers.items())
    steps: tuple[tuple[str, list[str], str, dict[str, int]], ...] = (
        ("ArgMax", [answer], "n_best", {"axis": 1, "keepdims": 0}),
        ("Gather", ["novelty_mid", "n_best"], "n_mid", {}),
        ("Sub", [embedding, "n_mid"], "n_gap", {}),
        ("MatMul", ["n_gap", "novelty_whiten"], "n_white", {}),
        ("Mul", ["n_white", "n_white"], "n_square", {}),
        ("MatMul", ["n_square", "novelty_mean"], "n_mean", {}),
        ("Sqrt", ["n_mean"], "n_far", {}),
        ("Gather", ["novelty_scale", "n_best"], "n_scale", {}),
        ("Div", ["n_far", "n_scale"], "novelty", {}),
    )
    for kind, given, made, options in steps:
        graph.node.append(helper.make_node(kind, given, [made], **options))
    graph.output.append(helper.make_tensor_value_info("novelty", onnx.TensorProto.FLOAT, ["n", 1]))
    return copy


def add_novelty(path: Path, rows: AslRows) -> Stamp:
    """Write the ASL model at ``path`` again with its novelty, learned on ``rows``.

    Returns its stamp, with the limit. A model without an embedding of landmarks stays as it is.
    """
    network = Network.load(path)
    if not network.needs_landmarks or "embedding" not in network.output_names:
        return network.stamp
    right = rows.take(
        network.probabilities(rows.patches, rows.landmarks).argmax(axis=1) == rows.targets
    )
    embeddings = network.embedding(right.patches, right.landmarks)
    spread = spread_of(embeddings, right.targets, right.sources)
    stamp = replace(network.stamp, figures={**network.stamp.figures, NOVELTY_LIMIT: LIMIT})
    _write(canonical(with_novelty(onnx.load(path), spread)), stamp, path)
    return stamp


def _write(made: onnx.ModelProto, stamp: Stamp, path: Path) -> None:
    del made.metadata_props[:]
    made.metadata_props.add(key=STAMP_KEY, value=stamp.to_json())
    onnx.checker.check_model(made)
    content = made.SerializeToString(deterministic=True)
    refuse_unsafe(content, path.name)
    path.write_bytes(content)


if __name__ == "__main__":
    learned_from = read_rows(Path(sys.argv[1]))
    for each in map(Path, sys.argv[2:]):
        write_card(
            each, add_novelty(each, learned_from), minutes=minutes_on(each.with_suffix(".md"))
        )
