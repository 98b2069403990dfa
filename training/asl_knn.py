"""The classic beginner's reader: nearest neighbours on the bare pixels, exact and fast.

It is here to show what pixels alone are worth on strangers: a quarter of the letters. Of 784 pixels
192 principal components are kept, one byte each: a third of the size, and no worse (27.9 %, 27.7
with all pixels; with 96 the confidence is less honest, means of four pixels lose a point).
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
COMPONENTS = 192
DOUBT = 30.0
"""Votes every letter has before the first neighbour is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Pictures to be near to: ``points`` (m, 192) int8 and their ``targets`` (m,).

    A picture's point is its pixels less ``mean`` (784,), times ``axes`` (784, 192), both float32.
    """

    points: NDArray[np.int8]
    targets: NDArray[np.int64]
    mean: NDArray[np.float32]
    axes: NDArray[np.float32]

    @classmethod
    def of(cls, rows: AslRows) -> Crowd:
        """Return the rows that have a patch, with components and scale of their own."""
        pictured = rows.take(rows.has_patch)
        pixels = pictured.patches.reshape(-1, 784).astype(np.float64)
        mean = pixels.mean(axis=0)
        across = np.linalg.eigh(np.cov((pixels - mean).T))[1]  # the widest come last
        axes = across[:, ::-1][:, :COMPONENTS]
        axes = axes * (127 / np.abs((pixels - mean) @ axes).max())
        points = np.rint((pixels - mean) @ axes).astype(np.int8)
        return cls(points, pictured.targets, mean.astype(np.float32), axes.astype(np.float32))

    @property
    def squares(self) -> NDArray[np.float32]:
        """Return the squared length of each point, (m,) float32."""
        return np.asarray((self.points.astype(np.float32) ** 2).sum(axis=1), np.float32)

    def vote(self, patches: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return probabilities (n, 24) of patches (n, 28, 28): the votes and the doubt."""
        asked = (patches.reshape(-1, 784).astype(np.float32) - self.mean) @ self.axes
        nearness = 2 * asked @ self.points.T.astype(np.float32) - self.squares
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

    return left_out(rows, f"{COMPONENTS} components {NEIGHBOURS} {DOUBT}", answer, is_quiet)


def knn_graph(crowd: Crowd, temperature: float) -> onnx.ModelProto:
    """Return the graph of ``patch`` to votes.

    Nearest is largest of 2 x.p - p.p, for x.x is the same for all points p.
    """
    nodes = [
        helper.make_node("Cast", ["patch"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["floats", "row"], ["pixels"]),
        helper.make_node("Sub", ["pixels", "mean"], ["centred"]),
        helper.make_node("MatMul", ["centred", "axes"], ["asked"]),  # (n, 192)
        helper.make_node("Cast", ["points"], ["places"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["asked", "places"], ["products"]),  # (n, m)
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
        ("mean", crowd.mean),
        ("axes", crowd.axes),
        ("points", np.ascontiguousarray(crowd.points.T)),
        ("two", np.array(2, np.float32)),
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
