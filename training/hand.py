"""`glyphcam train hand`: MediaPipe's two hand networks as ONNX files, byte for byte repeatable."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.calibration.errors import MissingExtra
from glyphcam.training.half_weights import halve_weights
from glyphcam.training.mediapipe_wheel import (
    LANDMARK,
    PALM,
    WHEEL,
    SourceNetwork,
    fetch,
    write_task,
)

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto

_OPSET = 18


@dataclass(frozen=True, slots=True)
class HandNetwork:
    """One network to make: its file, its source, and the plain names of its inputs and outputs."""

    file: str
    source: SourceNetwork
    names: Mapping[str, str]
    pooled: str | None = None


NETWORKS = (
    HandNetwork(
        "palm_detection.onnx",
        PALM,
        {"input_1": "image", "Identity": "boxes", "Identity_1": "scores"},
    ),
    HandNetwork(
        "hand_landmark.onnx",
        LANDMARK,
        {
            "input_1": "image",
            "Identity": "landmarks",
            "Identity_1": "presence",
            "Identity_2": "right",
            "Identity_3": "world",
        },
        pooled="embedding",
    ),
)


def train_hand(folder: Path, cache: Path) -> tuple[Path, ...]:
    """Write both networks into ``folder`` and MediaPipe's own bundle into ``cache``.

    Nothing is trained: the wheel is fetched into ``cache`` once, checked by its sha256 and
    converted. Raises DataError without a network, MissingExtra without the training extra.
    """
    write_task(cache)
    return tuple(_write(network, folder, cache) for network in NETWORKS)


def _write(network: HandNetwork, folder: Path, cache: Path) -> Path:
    model = convert(fetch(network.source, cache))
    if network.pooled:
        _expose_pooled(model.graph, network.pooled)
    _rename(model.graph, network.names)
    halve_weights(model.graph)
    _stamp(model, network.source)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / network.file
    target.write_bytes(model.SerializeToString(deterministic=True))
    return target


def convert(tflite: Path) -> ModelProto:
    """Return the tflite file as an ONNX model of opset 18, with tf2onnx's own names."""
    try:
        from tf2onnx import convert as tf2onnx_convert
    except ImportError as error:
        raise MissingExtra("training", "converting the hand networks") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # TensorFlow announces that its tflite reader will move
        model: ModelProto = tf2onnx_convert.from_tflite(str(tflite), opset=_OPSET)[0]
    return model


def _expose_pooled(graph: GraphProto, name: str) -> None:
    """Make the layer that all heads read, pooled over the picture, an output (1, 1152) float32."""
    from onnx import TensorProto, helper

    pooled = next(node for node in graph.node if node.op_type == "ReduceMean").output[0]
    size = next(node for node in graph.node if node.op_type == "Gemm" and node.input[0] == pooled)
    weight = next(each for each in graph.initializer if each.name == size.input[1])
    graph.node.append(helper.make_node("Identity", [pooled], [name]))
    shape = [1, weight.dims[0]]
    graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))


def _rename(graph: GraphProto, names: Mapping[str, str]) -> None:
    """Give inputs and outputs plain names and everything else its number in order of use.

    tf2onnx numbers its tensors differently from run to run; these names do not.
    """
    kept = {**names, **{each.name: each.name for each in graph.output if each.name not in names}}
    given = dict(kept)
    for node in graph.node:
        for name in (*node.input, *node.output):
            given.setdefault(name, f"t{len(given)}" if name else "")
    for index, node in enumerate(graph.node):
        node.name = f"n{index}"
        node.input[:] = [given[name] for name in node.input]
        node.output[:] = [given[name] for name in node.output]
    for named in (*graph.input, *graph.output, *graph.initializer):
        named.name = given[named.name]
    weights = sorted(graph.initializer, key=lambda each: int(each.name[1:]))
    del graph.initializer[:], graph.value_info[:]
    graph.initializer.extend(weights)


def _stamp(model: ModelProto, source: SourceNetwork) -> None:
    from onnx import helper

    stamp = {"licence": "Apache-2.0", "sha256": source.sha256, "source": f"{WHEEL} {source.path}"}
    model.graph.name, model.graph.doc_string, model.doc_string = "hand", "", ""
    model.producer_name, model.producer_version = "glyphcam", ""
    helper.set_model_props(model, {"glyphcam": json.dumps(stamp, sort_keys=True)})
