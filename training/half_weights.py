"""Weights of an ONNX graph stored as 16 bit where that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto, TensorProto


def halve_weights(graph: GraphProto) -> int:
    """Store every float32 weight that fp16 holds exactly as fp16 and a Cast; return how many.

    MediaPipe trained its networks to fp16, so all their weights qualify: the file halves and the
    runtime, which folds the Casts when it loads, computes bit for bit the same.
    """
    from onnx import helper

    casts: list[NodeProto] = []
    for weight, half in _halves(graph):
        name = weight.name
        weight.CopyFrom(half)
        casts.append(helper.make_node("Cast", [half.name], [name], to=1))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return len(casts)


def _halves(graph: GraphProto) -> Iterator[tuple[TensorProto, TensorProto]]:
    """Yield each exactly representable weight, at least 64 numbers long, with its fp16 form."""
    from onnx import TensorProto, numpy_helper

    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.data_type != TensorProto.FLOAT or values.size < 64:
            continue
        half = values.astype(np.float16)
        if np.array_equal(half.astype(np.float32), values):
            yield weight, numpy_helper.from_array(half, f"{weight.name}_half")
