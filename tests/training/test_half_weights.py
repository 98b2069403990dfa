"""Weights are halved where that loses nothing, and only there."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from glyphcam.training.half_weights import halve_weights

onnx = pytest.importorskip("onnx")


def _model(weight: np.ndarray) -> onnx.ModelProto:
    helper, floats = onnx.helper, onnx.TensorProto.FLOAT
    nodes = [helper.make_node("Mul", ["x", "w"], ["y"])]
    values = [helper.make_tensor_value_info(name, floats, [100]) for name in "xy"]
    tensor = onnx.numpy_helper.from_array(weight, "w")
    graph = helper.make_graph(nodes, "g", values[:1], values[1:], [tensor])
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8)


def _run(model: onnx.ModelProto) -> np.ndarray:
    x = np.random.default_rng(0).random(100, np.float32)
    return onnxruntime.InferenceSession(model.SerializeToString()).run(None, {"x": x})[0]


def test_exact_weights_halve_and_the_answer_stays_the_same_to_the_bit() -> None:
    exact = np.random.default_rng(1).random(100).astype(np.float16).astype(np.float32)
    model = _model(exact)
    before = _run(model)
    assert halve_weights(model.graph) == 1
    assert model.graph.initializer[0].data_type == onnx.TensorProto.FLOAT16
    assert np.array_equal(_run(model), before)


def test_weights_that_fp16_cannot_hold_stay_as_they_are() -> None:
    model = _model(np.full(100, 0.1, np.float32))
    assert halve_weights(model.graph) == 0
    assert model.graph.initializer[0].data_type == onnx.TensorProto.FLOAT
