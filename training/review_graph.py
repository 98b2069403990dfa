"""Puts a correction head into a network's ONNX graph: four nodes and two small tables."""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from glyphcam.calibration.errors import ModelError
from glyphcam.training.review_head import FLOOR, Head

OUTPUT = "probabilities"


def with_head(model: onnx.ModelProto, head: Head) -> onnx.ModelProto:
    """Return a copy of ``model`` whose probabilities have the head's word in them.

    ModelError where the model gives no embedding to hang it on.
    """
    named = onnx.ModelProto()
    named.CopyFrom(model)
    if "embedding" not in {output.name for output in named.graph.output}:
        raise ModelError(
            "this model gives no embedding, so a correction head cannot be put on it: "
            "retrain it whole with --whole"
        )
    before = _free_name(named, "before_review")
    for node in named.graph.node:
        _renamed(node.output, OUTPUT, before)
        _renamed(node.input, OUTPUT, before)
    mark = before.removeprefix("before_")
    named.graph.initializer.extend(
        [
            _table(f"{mark}_floor", np.array(FLOOR, np.float32)),
            _table(f"{mark}_weights", head.weights),
            _table(f"{mark}_bias", head.bias),
        ]
    )
    named.graph.node.extend(
        [
            helper.make_node("Max", [before, f"{mark}_floor"], [f"{mark}_some"]),
            helper.make_node("Log", [f"{mark}_some"], [f"{mark}_log"]),
            helper.make_node("MatMul", ["embedding", f"{mark}_weights"], [f"{mark}_said"]),
            helper.make_node("Add", [f"{mark}_said", f"{mark}_bias"], [f"{mark}_word"]),
            helper.make_node("Add", [f"{mark}_log", f"{mark}_word"], [f"{mark}_logits"]),
            helper.make_node("Softmax", [f"{mark}_logits"], [OUTPUT], axis=-1),
        ]
    )
    return named


def _renamed(names: object, old: str, new: str) -> None:
    for place, name in enumerate(names):  # type: ignore[arg-type, var-annotated]
        if name == old:
            names[place] = new  # type: ignore[index]


def _table(name: str, numbers: NDArray[np.float32]) -> onnx.TensorProto:
    return numpy_helper.from_array(numbers, name)


def _free_name(model: onnx.ModelProto, stem: str) -> str:
    """Return a name no value of the graph has: a model may be corrected more than once."""
    taken = {name for node in model.graph.node for name in node.output}
    return next(name for n in range(len(taken) + 1) if (name := f"{stem}{n}") not in taken)
