"""An ONNX graph of a fitted scikit-learn pipeline, by way of skl2onnx."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, compose, helper, numpy_helper
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType

OPSET, ML_OPSET = 17, 3


def sklearn_graph(
    pipeline: Any, features: int = 784, before: onnx.ModelProto | None = None
) -> onnx.ModelProto:
    """Return the graph of ``pipeline.predict_proba`` behind ``before``.

    ``before`` maps the contract's inputs to one float32 output (n, features); without it a patch
    becomes its 784 pixels, 0 to 1. Targets must have been int64 when the pipeline was fitted:
    uint8 ones make an invalid model without a word.
    """
    final = pipeline[-1] if hasattr(pipeline, "steps") else pipeline
    tail = convert_sklearn(
        pipeline,
        initial_types=[("features", FloatTensorType([None, features]))],
        target_opset={"": OPSET, "ai.onnx.ml": ML_OPSET},
        options={id(final): {"zipmap": False}},
    )
    head = pixels_graph() if before is None else before
    _same_versions(head, tail)
    joined = compose.merge_models(
        compose.add_prefix(head, "head_", rename_inputs=False),
        compose.add_prefix(tail, "tail_"),
        io_map=[(f"head_{head.graph.output[0].name}", "tail_features")],
        outputs=[f"tail_{tail.graph.output[1].name}"],
    )
    return joined


def _same_versions(head: onnx.ModelProto, tail: onnx.ModelProto) -> None:
    # skl2onnx lowers ai.onnx.ml to what the graph uses; merge_models wants both sides equal.
    head.ir_version = tail.ir_version
    del head.opset_import[:]
    head.opset_import.extend(tail.opset_import)


def pixels_graph() -> onnx.ModelProto:
    """Return the graph of ``patch`` uint8 (n, 28, 28) to float32 (n, 784), 0 to 1."""
    nodes = [
        helper.make_node("Cast", ["patch"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["grey", "white"], ["share"]),
        helper.make_node("Reshape", ["share", "row"], ["pixels"]),
    ]
    graph = helper.make_graph(
        nodes,
        "pixels",
        [helper.make_tensor_value_info("patch", TensorProto.UINT8, ["n", 28, 28])],
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["n", 784])],
        [
            numpy_helper.from_array(np.float32(255), "white"),
            numpy_helper.from_array(np.array([-1, 784], np.int64), "row"),
        ],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    return helper.make_model(graph, opset_imports=opsets)
