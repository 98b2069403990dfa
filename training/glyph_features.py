"""Fixed features of a glyph as an ONNX graph: upright, stroke directions, coarse places.

A patch is deskewed by its second moments (GridSample inside the graph), its gradient is split
into eight directions, each blurred down to 7x7 places, and the square root evens out contrast:
392 numbers. The graph is the only code there is for them: training runs it too.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

FEATURES = 392
"""The numbers a patch becomes: eight directions at 7x7 places."""

OPSET = 17

_SIDE, _DIRECTIONS = 28, 8


def features_of(patches: NDArray[np.uint8], is_upright: bool = True) -> NDArray[np.float32]:
    """Return features (n, FEATURES) float32 of patches (n, 28, 28) uint8, by the graph itself."""
    session = _session(is_upright)
    parts = [
        session.run(None, {"patch": patches[start : start + 1024]})[0]
        for start in range(0, len(patches), 1024)
    ]
    return np.concatenate(parts)


def feature_graph(is_upright: bool = True) -> onnx.ModelProto:
    """Return the graph of ``patch`` uint8 (n, 28, 28) to ``features`` float32 (n, FEATURES)."""
    nodes, weights = _scaled()
    if is_upright:
        more, extra = _upright()
        nodes, weights = nodes + more, weights + extra
    more, extra = _directions("upright" if is_upright else "image")
    graph = helper.make_graph(
        nodes + more,
        "features",
        [helper.make_tensor_value_info("patch", TensorProto.UINT8, ["n", _SIDE, _SIDE])],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", FEATURES])],
        weights + extra,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


Part = tuple[list[onnx.NodeProto], list[onnx.TensorProto]]
"""Nodes and the constants they read."""


@lru_cache(maxsize=2)
def _session(is_upright: bool) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(feature_graph(is_upright).SerializeToString(), options)


def _scaled() -> Part:
    nodes = [
        helper.make_node("Cast", ["patch"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Div", ["grey", "white"], ["share"]),
        helper.make_node("Reshape", ["share", "picture_shape"], ["image"]),  # (n, 1, 28, 28)
    ]
    shape = np.array([-1, 1, _SIDE, _SIDE], np.int64)
    return nodes, [constant("white", np.float32(255)), constant("picture_shape", shape)]


def _upright() -> Part:
    """Sample along the slant the moments tell: x = x0 + slant (y - y0), at most 45 degrees."""
    offset = (np.arange(_SIDE, dtype=np.float32) - 13.5) / 13.5
    y, x = np.meshgrid(offset, offset, indexing="ij")
    powers = np.stack([np.ones_like(x), x, y, x * y, y * y], axis=-1).reshape(-1, 5)
    constants = [
        constant("flat_shape", np.array([-1, _SIDE * _SIDE], np.int64)),
        constant("powers", powers),
        constant("one", np.float32(1)),
        constant("minus_one", np.float32(-1)),
        constant("small", np.float32(1e-3)),
        constant("per_row", np.array([-1, 1, 1, 1], np.int64)),
        constant("grid_x", x[None, :, :, None]),
        constant("grid_y", y[None, :, :, None]),
    ]
    return [*_slant(), *_sampled()], constants


def _slant() -> list[onnx.NodeProto]:
    """Return the nodes of ``slant`` = cov(x, y) / var(y) and the mean ``cy``, each (n, 1)."""
    return [
        helper.make_node("Reshape", ["image", "flat_shape"], ["flat"]),  # (n, 784)
        helper.make_node("MatMul", ["flat", "powers"], ["sums"]),  # (n, 5)
        helper.make_node("Split", ["sums"], ["m", "mx", "my", "mxy", "myy"], axis=1),
        helper.make_node("Max", ["m", "one"], ["mass"]),
        *_divided("mx", "cx"),
        *_divided("my", "cy"),
        *_divided("mxy", "exy"),
        *_divided("myy", "eyy"),
        helper.make_node("Mul", ["cx", "cy"], ["cxcy"]),
        helper.make_node("Sub", ["exy", "cxcy"], ["vxy"]),
        helper.make_node("Mul", ["cy", "cy"], ["cycy"]),
        helper.make_node("Sub", ["eyy", "cycy"], ["vyy_raw"]),
        helper.make_node("Max", ["vyy_raw", "small"], ["vyy"]),
        helper.make_node("Div", ["vxy", "vyy"], ["slant_raw"]),
        helper.make_node("Clip", ["slant_raw", "minus_one", "one"], ["slant"]),
    ]


def _sampled() -> list[onnx.NodeProto]:
    """Return the nodes that sample ``image`` along ``slant``: ``upright`` (n, 1, 28, 28)."""
    return [
        helper.make_node("Reshape", ["slant", "per_row"], ["slant4"]),  # (n, 1, 1, 1)
        helper.make_node("Reshape", ["cy", "per_row"], ["cy4"]),
        helper.make_node("Sub", ["grid_y", "cy4"], ["above"]),  # (n, 28, 28, 1)
        helper.make_node("Mul", ["slant4", "above"], ["lean"]),
        helper.make_node("Add", ["grid_x", "lean"], ["from_x"]),
        helper.make_node("Add", ["above", "cy4"], ["from_y"]),
        helper.make_node("Concat", ["from_x", "from_y"], ["places"], axis=3),
        helper.make_node("GridSample", ["image", "places"], ["upright"], align_corners=1),
    ]


def _divided(what: str, out: str) -> list[onnx.NodeProto]:
    return [helper.make_node("Div", [what, "mass"], [out])]


def _directions(image: str) -> Part:
    """Split the gradient into directions, square over magnitude for narrow lobes, and blur."""
    nodes = [
        helper.make_node("Conv", [image, "edges"], ["edge"], pads=[2, 2, 2, 2]),
        helper.make_node("Relu", ["edge"], ["side"]),  # (n, 8, 28, 28)
        helper.make_node("Mul", ["side", "side"], ["square"]),
        helper.make_node("ReduceSum", ["square", "channels"], ["energy"], keepdims=1),
        helper.make_node("Add", ["energy", "tiny"], ["energy_safe"]),
        helper.make_node("Sqrt", ["energy_safe"], ["strength"]),
        helper.make_node("Div", ["square", "strength"], ["sharp"]),
        helper.make_node(
            "Conv",
            ["sharp", "blur"],
            ["coarse"],
            pads=[2, 2, 2, 2],
            strides=[4, 4],
            group=_DIRECTIONS,
        ),  # (n, 8, 7, 7)
        helper.make_node("Add", ["coarse", "tiny"], ["coarse_safe"]),
        helper.make_node("Sqrt", ["coarse_safe"], ["evened"]),
        helper.make_node("Reshape", ["evened", "row_shape"], ["features"]),
    ]
    constants = [
        constant("edges", _edge_kernels()),
        constant("channels", np.array([1], np.int64)),
        constant("tiny", np.float32(1e-4)),
        constant("blur", np.repeat(_blur_kernel()[None, None], _DIRECTIONS, axis=0)),
        constant("row_shape", np.array([-1, FEATURES], np.int64)),
    ]
    return nodes, constants


def _edge_kernels() -> NDArray[np.float32]:
    """Return derivatives of a Gaussian of 1 pixel along eight directions (8, 1, 5, 5)."""
    y, x = np.meshgrid(np.arange(-2, 3), np.arange(-2, 3), indexing="ij")
    bell = np.exp(-(x**2 + y**2) / 2.0)
    angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    kernels = [(np.cos(a) * x + np.sin(a) * y) * bell / bell.sum() for a in angles]
    return np.array(kernels, np.float32)[:, None]


def _blur_kernel(side: int = 8, spread: float = 2.2) -> NDArray[np.float32]:
    offset = np.arange(side) - (side - 1) / 2
    bell = np.exp(-(offset**2) / (2 * spread**2))
    return np.asarray(np.outer(bell, bell) / bell.sum() ** 2, np.float32)


def constant(name: str, value: NDArray[np.generic] | np.generic) -> onnx.TensorProto:
    """Return a named constant of a graph."""
    return numpy_helper.from_array(np.asarray(value), name)
