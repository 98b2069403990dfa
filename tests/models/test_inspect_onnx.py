"""A foreign model file is refused by its bytes, before anything runs it."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models import inspect_onnx
from glyphcam.models.inspect_onnx import contents, refuse_unsafe
from glyphcam.models.shelf import HAND_LANDMARK, PALM_DETECTION

onnx = pytest.importorskip("onnx")
helper = onnx.helper


def model(domain: str = "", external: bool = False, functions: bool = False):
    weight = onnx.numpy_helper.from_array(np.ones((3, 4), np.float32), "w")
    if external:
        weight.ClearField("raw_data")
        weight.data_location = onnx.TensorProto.EXTERNAL
        weight.external_data.add(key="location", value="/etc/passwd")
    inner = helper.make_graph(
        [helper.make_node("Identity", ["w"], ["y"], domain=domain)],
        "inner",
        [],
        [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, [3, 4])],
    )
    node = helper.make_node("If", ["c"], ["z"], then_branch=inner, else_branch=inner)
    graph = helper.make_graph(
        [node],
        "g",
        [helper.make_tensor_value_info("c", onnx.TensorProto.BOOL, [])],
        [helper.make_tensor_value_info("z", onnx.TensorProto.FLOAT, [3, 4])],
        [weight],
    )
    made = helper.make_model(graph)
    if functions:
        made.functions.append(helper.make_function("own", "f", [], [], [], made.opset_import))
    return made.SerializeToString()


def test_nodes_and_numbers_are_counted_inside_inner_graphs_too():
    found = contents(model(), "m")
    assert found.operators == {"If": 1, "Identity": 2}
    assert found.weights == 12


@pytest.mark.parametrize("path", [PALM_DETECTION, HAND_LANDMARK], ids=lambda p: p.stem)
def test_the_counts_of_a_real_network_agree_with_the_onnx_package(path):
    graph = onnx.load(path).graph
    found = contents(path.read_bytes(), path.name)
    assert found.nodes == len(graph.node)
    stored = sum(int(np.prod(w.dims)) for w in graph.initializer)
    assert found.weights >= stored


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (model(domain="evil"), r"operators from elsewhere \(evil\)"),
        (model(external=True), "keeps its weights in another file"),
        (model(functions=True), "defines 1 functions of its own"),
        (model()[:-3], "not a whole ONNX file"),
        (b"", "holds no network"),
        (b"this is a text and no network at all", "not a whole ONNX file"),
    ],
)
def test_what_is_not_ours_is_refused(content, message):
    with pytest.raises(ModelError, match=message):
        refuse_unsafe(content, "m.onnx")


def test_too_large_files_and_graphs_are_refused(monkeypatch):
    monkeypatch.setattr(inspect_onnx, "MAX_NODES", 2)
    with pytest.raises(ModelError, match="has 3 nodes, more than the 2 allowed"):
        refuse_unsafe(model(), "m.onnx")
    monkeypatch.setattr(inspect_onnx, "MAX_BYTES", 10)
    with pytest.raises(ModelError, match="bytes, more than the 10 allowed"):
        refuse_unsafe(model(), "m.onnx")


@pytest.mark.parametrize("seed", range(20))
def test_any_damage_ends_in_an_answer_or_a_model_error(seed):
    dice = np.random.default_rng(seed)
    content = bytearray(model())
    for place in dice.integers(0, len(content), 4):
        content[place] = dice.integers(0, 256)
    try:
        refuse_unsafe(bytes(content), "m.onnx")
    except ModelError as error:
        assert "m.onnx" in str(error)
