"""Small real slices for the tests of training, and a model small enough to make in a moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from glyphcam.models.patch import PATCH_VERSION, to_patch
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.stamp import STAMP_KEY, Stamp


@pytest.fixture(scope="session")
def digit_rows(data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """40 of MNIST's test pictures (40, 28, 28), four a digit, and their labels (40,)."""
    with np.load(data / "mnist.npz", allow_pickle=False) as archive:
        x, y = archive["x_test"], archive["y_test"]
    rows = np.concatenate([np.flatnonzero(y == digit)[:4] for digit in range(10)])
    return x[rows], y[rows]


def write_nearest(
    path: Path, x: NDArray[np.uint8], y: NDArray[np.integer], name: str = "digits"
) -> Path:
    """Write a stamped model that answers with the label of the most alike of ``x``."""
    entry = recogniser_named(name)
    labels = entry.labels
    x = np.array([to_patch(picture, entry.crop) for picture in x])
    points = x.reshape(len(x), -1).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    votes = np.eye(len(labels), dtype=np.float32)[y.astype(int)]
    nodes = [
        helper.make_node("Cast", ["patch"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Flatten", ["grey"], ["flat"]),
        helper.make_node("LpNormalization", ["flat"], ["unit"], axis=1, p=2),
        helper.make_node("MatMul", ["unit", "points"], ["likeness"]),
        helper.make_node("Mul", ["likeness", "hard"], ["scaled"]),
        helper.make_node("Softmax", ["scaled"], ["weights"], axis=1),
        helper.make_node("MatMul", ["weights", "votes"], ["probabilities"]),
    ]
    graph = helper.make_graph(
        nodes,
        "nearest",
        [helper.make_tensor_value_info("patch", TensorProto.UINT8, ["n", 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", len(labels)])],
        [
            numpy_helper.from_array(np.ascontiguousarray(points.T), "points"),
            numpy_helper.from_array(np.float32(200), "hard"),
            numpy_helper.from_array(votes, "votes"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    figures = {"accuracy": 0.9}
    stamp = Stamp(name, "knn", labels, PATCH_VERSION, 0.5, None, "abc", "2026-11-20", figures)
    model.metadata_props.add(key=STAMP_KEY, value=stamp.to_json())
    onnx.save(model, path)
    return path
