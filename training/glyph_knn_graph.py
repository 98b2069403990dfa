"""The ONNX graph of nearest neighbours: points of one byte a number, TopK, votes by nearness."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from glyphcam.training.glyph_features import OPSET, constant, feature_graph
from glyphcam.training.glyph_projection import Discriminants


@dataclass(frozen=True, slots=True, eq=False)
class Voters:
    """Points (p, width) float32 of whole numbers in -127..127 with targets (p,), and how they vote.

    ``neighbours`` vote, each exp(-(square - nearest square) / reach); every label gets ``doubt``.
    """

    points: NDArray[np.float32]
    targets: NDArray[np.int64]
    neighbours: int
    reach: float
    doubt: float


def knn_graph(
    discriminants: Discriminants, voters: Voters, classes: int, is_upright: bool
) -> onnx.ModelProto:
    """Return the graph of ``patch`` to probabilities (n, classes) and embedding (n, width).

    Squared distances are |z|2 - 2 z.p + |p|2; |z|2 falls out of the votes.
    """
    features = feature_graph(is_upright)
    nodes, constants = projected(discriminants)
    nodes += [
        helper.make_node("Cast", ["points"], ["points_float"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["embedding", "points_float"], ["products"]),
        helper.make_node("Sub", ["products", "half_squares"], ["closeness"]),  # (n, p)
        helper.make_node("TopK", ["closeness", "neighbours"], ["near", "rows"]),
        helper.make_node("ReduceMax", ["near"], ["nearest"], axes=[1], keepdims=1),
        helper.make_node("Sub", ["near", "nearest"], ["behind"]),
        helper.make_node("Mul", ["behind", "per_reach"], ["exponent"]),
        helper.make_node("Exp", ["exponent"], ["weights"]),  # (n, k)
        helper.make_node("Gather", ["labels", "rows"], ["names"]),
        helper.make_node("OneHot", ["names", "classes", "off_on"], ["marks"]),  # (n, k, classes)
        helper.make_node("Unsqueeze", ["weights", "last"], ["weights3"]),
        helper.make_node("Mul", ["marks", "weights3"], ["ballots"]),
        helper.make_node("ReduceSum", ["ballots", "middle"], ["counted"], keepdims=0),
        helper.make_node("ReduceSum", ["weights", "middle"], ["all"], keepdims=1),
        helper.make_node("Div", ["counted", "all"], ["shares"]),
        helper.make_node("Add", ["shares", "doubt"], ["doubted"]),
        helper.make_node("Mul", ["doubted", "unit"], ["probabilities"]),
    ]
    constants += _voter_constants(voters, classes)
    return answered(features, nodes, constants, classes, discriminants.width)


def projected(
    discriminants: Discriminants,
) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """Return the nodes from ``features`` to ``embedding`` (n, width) and their constants."""
    nodes = [
        helper.make_node("Sub", ["features", "mean"], ["centred"]),
        helper.make_node("MatMul", ["centred", "axes"], ["embedding"]),
    ]
    return nodes, [constant("mean", discriminants.mean_), constant("axes", discriminants.axes_)]


def answered(
    features: onnx.ModelProto,
    nodes: list[onnx.NodeProto],
    constants: list[onnx.TensorProto],
    classes: int,
    width: int,
) -> onnx.ModelProto:
    """Return ``features`` followed by ``nodes`` that make probabilities and embedding."""
    graph = helper.make_graph(
        [*features.graph.node, *nodes],
        "glyph",
        list(features.graph.input),
        [
            helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", classes]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", width]),
        ],
        [*features.graph.initializer, *constants],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


def _voter_constants(voters: Voters, classes: int) -> list[onnx.TensorProto]:
    points = voters.points.astype(np.int8)
    half_squares = (points.astype(np.float32) ** 2).sum(axis=1) / 2
    return [
        constant("points", np.ascontiguousarray(points.T)),  # (width, p) int8
        constant("half_squares", half_squares.astype(np.float32)),
        constant("neighbours", np.array([voters.neighbours], np.int64)),
        constant("per_reach", np.float32(2.0 / voters.reach)),
        constant("labels", voters.targets.astype(np.int32)),
        constant("classes", np.array([classes], np.int32)),
        constant("off_on", np.array([0, 1], np.float32)),
        constant("last", np.array([2], np.int64)),
        constant("middle", np.array([1], np.int64)),
        constant("doubt", np.float32(voters.doubt)),
        constant("unit", np.float32(1.0 / (1.0 + voters.doubt * classes))),
    ]
