"""Weights of an ONNX graph stored in half their bits where that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto, TensorProto


def halve_weights(graph: GraphProto) -> int:
    """Store each weight that half its bits hold exactly as that and a Cast; return how many.

    MediaPipe trained its networks to fp16, and support vectors reach a graph of doubles as float32:
    such a file halves, and the runtime, which folds the Casts when it loads, computes bit for bit
    the same.
    """
    from onnx import helper

    casts: list[NodeProto] = []
    for weight, half in _halves(graph):
        name, kind = weight.name, weight.data_type
        weight.CopyFrom(half)
        casts.append(helper.make_node("Cast", [half.name], [name], to=kind))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return len(casts)


def _halves(graph: GraphProto) -> Iterator[tuple[TensorProto, TensorProto]]:
    """Yield each exactly representable weight, at least 64 numbers long, with its shorter form."""
    from onnx import TensorProto, numpy_helper

    shorter = {TensorProto.FLOAT: np.float16, TensorProto.DOUBLE: np.float32}
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.data_type not in shorter or values.size < 64:
            continue
        half = values.astype(shorter[weight.data_type])
        if np.array_equal(half.astype(values.dtype), values):
            yield weight, numpy_helper.from_array(half, f"{weight.name}_half")
