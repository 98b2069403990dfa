"""The same trained weights give the same bytes: one naming of an ONNX graph, whoever wrote it.

Converters name tensors after Python objects, whose counters depend on what else ran before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import onnx

INPUTS: Mapping[str, tuple[int, ...]] = {"patch": (28, 28), "landmarks": (21, 3)}
"""The names inputs may have, with the shape of one row."""

_IR_VERSION = 10
"""What onnxruntime 1.20, the oldest we allow, still reads; the onnx package writes its newest."""

OUTPUTS = ("probabilities", "embedding", "novelty")


def canonical(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return a copy with inputs and outputs named by contract and the inside by number.

    Inputs are told apart by their shape where their names are not the contract's; outputs come
    in the order of OUTPUTS.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    _rename(copy.graph, _new_names(copy.graph))
    _free_rows(copy.graph)
    copy.graph.name, copy.graph.doc_string = "glyphcam", ""
    copy.producer_name, copy.producer_version, copy.doc_string = "glyphcam", "", ""
    copy.ir_version = min(copy.ir_version, _IR_VERSION)
    del copy.graph.value_info[:]
    return copy


def _new_names(graph: onnx.GraphProto) -> dict[str, str]:
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in weights]
    names = {value.name: _input_name(value) for value in inputs}
    names.update(zip((value.name for value in graph.output), OUTPUTS, strict=False))
    inside = [name for node in graph.node for name in (*node.input, *node.output)]
    inside += sorted(weights)
    fresh = (name for name in dict.fromkeys(inside) if name and name not in names)
    names.update({name: f"t{number}" for number, name in enumerate(fresh)})
    return names


def _input_name(value: onnx.ValueInfoProto) -> str:
    if value.name in INPUTS:
        return value.name
    row = tuple(dim.dim_value for dim in value.type.tensor_type.shape.dim)[1:]
    return next((name for name, shape in INPUTS.items() if shape == row), "patch")


def _rename(graph: onnx.GraphProto, names: Mapping[str, str], prefix: str = "") -> None:
    for number, node in enumerate(graph.node):
        node.name, node.doc_string = f"{prefix}n{number}", ""
        node.attribute.sort(key=lambda attribute: attribute.name)
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
        for inner in _inner_graphs(node):
            _rename_inner(inner, names, f"{node.name}_")
    for entry in (*graph.initializer, *graph.input, *graph.output):
        entry.name = names.get(entry.name, entry.name)
    graph.initializer.sort(key=lambda tensor: (len(tensor.name), tensor.name))


def _rename_inner(graph: onnx.GraphProto, outside: Mapping[str, str], prefix: str) -> None:
    own = [entry.name for entry in (*graph.input, *graph.initializer)]
    own += [output for node in graph.node for output in node.output]
    inside = {name: f"{prefix}t{number}" for number, name in enumerate(dict.fromkeys(own))}
    graph.name, graph.doc_string = prefix, ""
    _rename(graph, {**outside, **inside}, prefix)


def _inner_graphs(node: onnx.NodeProto) -> Iterable[onnx.GraphProto]:
    for attribute in node.attribute:
        if attribute.type == onnx.AttributeProto.GRAPH:
            yield attribute.g


def _free_rows(graph: onnx.GraphProto) -> None:
    weights = {tensor.name for tensor in graph.initializer}
    for value in (*graph.input, *graph.output):
        if value.name not in weights and value.type.tensor_type.shape.dim:
            value.type.tensor_type.shape.dim[0].dim_param = "n"
