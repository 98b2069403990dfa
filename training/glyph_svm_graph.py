"""The ONNX graph of a support vector machine over pairs of labels, and the machine itself.

Each pair's decision is cut at the margin (-1..1) and a label's score is the sum over its pairs:
smooth, so that float32 and float64 name the same label, and as right as counting votes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from sklearn.svm import SVC

from glyphcam.training.glyph_features import constant, feature_graph
from glyphcam.training.glyph_knn_graph import answered, projected
from glyphcam.training.glyph_projection import Discriminants


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """Vectors (v, width) of whole numbers, their weights (v, pairs), offsets (pairs,).

    ``sides`` (pairs, classes) is +1 for a pair's first label and -1 for its second; ``svm`` is
    scikit-learn's own machine, for comparison.
    """

    svm: SVC
    vectors: NDArray[np.float32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    sides: NDArray[np.float32]
    temperature: float

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return probabilities (n, classes) of projected rows (n, width), by scikit-learn."""
        margins = self.svm._decision_function(rows.astype(np.float64))
        scores = np.clip(margins, -1, 1) @ self.sides.astype(np.float64) / self.temperature
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


def machine_of(svm: SVC, temperature: float) -> Machine:
    """Return the machine's numbers by pair of labels, as libsvm orders them."""
    ends = np.cumsum(svm.n_support_)
    starts = ends - svm.n_support_
    pairs = list(combinations(range(len(svm.classes_)), 2))
    weights = np.zeros((len(svm.support_vectors_), len(pairs)), np.float32)
    sides = np.zeros((len(pairs), len(svm.classes_)), np.float32)
    for pair, (one, other) in enumerate(pairs):
        first, second = slice(starts[one], ends[one]), slice(starts[other], ends[other])
        weights[first, pair] = svm.dual_coef_[other - 1, first]
        weights[second, pair] = svm.dual_coef_[one, second]
        sides[pair, one], sides[pair, other] = 1, -1
    vectors = svm.support_vectors_.astype(np.float32)
    return Machine(svm, vectors, weights, svm.intercept_.astype(np.float32), sides, temperature)


def svm_graph(discriminants: Discriminants, machine: Machine, classes: int) -> onnx.ModelProto:
    """Return the graph of ``patch`` to probabilities (n, classes) and embedding (n, width)."""
    nodes, constants = projected(discriminants)
    nodes += [
        helper.make_node("Cast", ["vectors"], ["vectors_float"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["embedding", "vectors_float"], ["products"]),
        helper.make_node("Sub", ["products", "half_squares"], ["nearness"]),
        helper.make_node("Mul", ["embedding", "embedding"], ["own_squares"]),
        helper.make_node("ReduceSum", ["own_squares", "axis"], ["own_square"], keepdims=1),
        helper.make_node("Mul", ["own_square", "half"], ["own_half"]),
        helper.make_node("Sub", ["nearness", "own_half"], ["minus_half_away"]),
        helper.make_node("Mul", ["minus_half_away", "two_gamma"], ["exponent"]),
        helper.make_node("Exp", ["exponent"], ["kernel"]),  # (n, v)
        helper.make_node("MatMul", ["kernel", "weights"], ["raw_margins"]),
        helper.make_node("Add", ["raw_margins", "offsets"], ["margins"]),  # (n, pairs)
        helper.make_node("Clip", ["margins", "lowest", "highest"], ["cut"]),
        helper.make_node("MatMul", ["cut", "sides"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
    ]
    constants += _machine_constants(machine)
    return answered(feature_graph(), nodes, constants, classes, discriminants.width)


def _machine_constants(machine: Machine) -> list[onnx.TensorProto]:
    points = machine.vectors.astype(np.int8)
    half_squares = (machine.vectors**2).sum(axis=1) / 2
    return [
        constant("vectors", np.ascontiguousarray(points.T)),  # (width, v) int8
        constant("half_squares", half_squares.astype(np.float32)),
        constant("axis", np.array([1], np.int64)),
        constant("half", np.float32(0.5)),
        constant("two_gamma", np.float32(2 * machine.svm.gamma)),
        constant("weights", machine.weights),
        constant("offsets", machine.offsets),
        constant("lowest", np.float32(-1)),
        constant("highest", np.float32(1)),
        constant("sides", machine.sides / np.float32(machine.temperature)),
    ]
