"""The classic beginner's reader: nearest neighbours on the bare 28x28 pixels, exact and fast.

It is here to show what pixels alone are worth on strangers: a quarter of the letters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from glyphcam.calibration.temperature import sharpen
from glyphcam.models.recognisers import Recogniser
from glyphcam.training.asl_finish import Built, answered, finish, read_asl
from glyphcam.training.asl_folds import left_out
from glyphcam.training.asl_rows import LABELS, AslRows
from glyphcam.training.export import Sample
from glyphcam.training.recipe import Trained, TrainOptions

NEIGHBOURS = 15
DOUBT = 30.0
"""Votes every letter has before the first neighbour is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Pictures to be near to: ``pixels`` (m, 784) uint8 and their ``targets`` (m,)."""

    pixels: NDArray[np.uint8]
    targets: NDArray[np.int64]

    @classmethod
    def of(cls, rows: AslRows) -> Crowd:
        """Return the rows that have a patch."""
        pictured = rows.take(rows.has_patch)
        return cls(pictured.patches.reshape(-1, 784), pictured.targets)

    @property
    def squares(self) -> NDArray[np.int32]:
        """Return the squared length of each picture, (m,) int32."""
        return np.asarray((self.pixels.astype(np.int64) ** 2).sum(axis=1), np.int32)

    def vote(self, patches: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return probabilities (n, 24) of patches (n, 28, 28): the votes and the doubt."""
        asked = patches.reshape(-1, 784).astype(np.float64)
        nearness = 2 * asked @ self.pixels.T.astype(np.float64) - self.squares  # exact: < 2^53
        nearest = np.argsort(-nearness, axis=1, kind="stable")[:, :NEIGHBOURS]
        votes = np.eye(len(LABELS))[self.targets[nearest]].sum(axis=1)
        return np.asarray((votes + DOUBT) / (NEIGHBOURS + DOUBT * len(LABELS)))


def train(recogniser: Recogniser, kind: str, options: TrainOptions) -> Trained:
    """Keep every patch as a point and write ``asl-knn.onnx`` into options.out."""
    rows = read_asl(options)
    crowd = Crowd.of(rows)
    unseen = answered(rows, knn_answers(rows, options.is_quiet))

    def build(temperature: float) -> Built:
        def source(sample: Sample) -> NDArray[np.float64]:
            patches = np.zeros((0, 28, 28), np.uint8) if sample.patches is None else sample.patches
            return sharpen(crowd.vote(patches), temperature)

        return Built(knn_graph(crowd, temperature), source)

    parameters = {"points": len(crowd.targets), "neighbours": NEIGHBOURS}
    return finish(kind, rows, unseen, build, options, parameters)


def knn_answers(rows: AslRows, is_quiet: bool = False) -> NDArray[np.float32]:
    """Return votes (n, 24) of other sources' pictures; NaN where there is no patch."""

    def answer(taught: AslRows, asked: AslRows) -> NDArray[np.float32]:
        votes = Crowd.of(taught).vote(asked.patches).astype(np.float32)
        votes[~asked.has_patch] = np.nan
        return votes

    return left_out(rows, f"pixels {NEIGHBOURS} {DOUBT}", answer, is_quiet)


def knn_graph(crowd: Crowd, temperature: float) -> onnx.ModelProto:
    """Return the graph of ``patch`` to votes: whole-number distances, so nothing is rounded.

    Nearest is largest of 2 x.p - p.p, for x.x is the same for all points p.
    """
    nodes = [
        helper.make_node("Reshape", ["patch", "row"], ["pixels"]),
        helper.make_node("MatMulInteger", ["pixels", "points"], ["products"]),  # (n, m) int32
        helper.make_node("Mul", ["products", "two"], ["doubled"]),
        helper.make_node("Sub", ["doubled", "squares"], ["nearness"]),
        helper.make_node("TopK", ["nearness", "count"], ["values", "nearest"], axis=1),
        helper.make_node("Gather", ["letters", "nearest"], ["chosen"]),  # (n, 15)
        helper.make_node("OneHot", ["chosen", "classes", "no_yes"], ["ballots"]),  # (n, 15, 24)
        helper.make_node("ReduceSum", ["ballots", "ballot_axis"], ["votes"], keepdims=0),
        helper.make_node("Add", ["votes", "doubt"], ["doubted"]),
        helper.make_node("Pow", ["doubted", "power"], ["powers"]),
        helper.make_node("ReduceSum", ["powers", "last_axis"], ["total"], keepdims=1),
        helper.make_node("Div", ["powers", "total"], ["probabilities"]),
    ]
    graph = helper.make_graph(
        nodes,
        "knn",
        [helper.make_tensor_value_info("patch", TensorProto.UINT8, ["n", 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(LABELS)])],
        [numpy_helper.from_array(array, name) for name, array in _constants(crowd, temperature)],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def _constants(crowd: Crowd, temperature: float) -> list[tuple[str, NDArray[np.generic]]]:
    return [
        ("row", np.array([-1, 784], np.int64)),
        ("points", np.ascontiguousarray(crowd.pixels.T)),
        ("two", np.array(2, np.int32)),
        ("squares", crowd.squares),
        ("count", np.array([NEIGHBOURS], np.int64)),
        ("letters", crowd.targets.astype(np.int32)),
        ("classes", np.array([len(LABELS)], np.int32)),
        ("no_yes", np.array([0, 1], np.float32)),
        ("ballot_axis", np.array([1], np.int64)),
        ("last_axis", np.array([1], np.int64)),
        ("doubt", np.array(DOUBT, np.float32)),
        ("power", np.array(1 / temperature, np.float32)),
    ]
