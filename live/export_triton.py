"""Writes the shipped models as a model repository for NVIDIA's Triton server.

    https://docs.nvidia.com/deeplearning/triton-inference-server, model repository and configuration

A model's folder holds `config.pbtxt`, the names of its labels, and `1/model.onnx`, the very file.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import ModelError, SettingError
from glyphcam.models.checksum import sha256
from glyphcam.models.network import Network
from glyphcam.models.session import open_session
from glyphcam.models.shelf import shipped

MOST_ROWS = 256
"""The largest batch that Triton puts together."""

WAIT_US = 500
"""How long Triton waits for more before it runs a batch."""

_TYPES = {"tensor(uint8)": "TYPE_UINT8", "tensor(float)": "TYPE_FP32"}


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output as Triton is told it: ``dims`` without the rows of a batch."""

    name: str
    data_type: str
    dims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """What goes into an ONNX file and what comes out, as Triton is told it."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def export_triton(folder: Path, recognisers: Sequence[str]) -> tuple[str, ...]:
    """Write every shipped model of ``recognisers`` into ``folder``; return the models' names.

    SettingError where the folder holds something already, ModelError where a model cannot be
    batched.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingError(f"{folder} is not an empty folder: name one that is new")
    paths = [path for path in shipped() if path.stem.partition("-")[0] in recognisers]
    for path in paths:
        _write_model(folder / path.stem, path)
    return tuple(path.stem for path in paths)


def graph_of(path: Path) -> Graph:
    """Return what the ONNX file takes and gives; ModelError where its rows are a fixed number."""
    session = open_session(path)
    return Graph(
        tuple(_port(one, path) for one in session.get_inputs()),
        tuple(_port(one, path) for one in session.get_outputs()),
    )


def config(name: str, graph: Graph, checksum: str) -> str:
    """Return the text of a model's `config.pbtxt`."""
    return "\n".join(
        [
            f"# {name} of Glyphcam, sha256 {checksum}",
            f'name: "{name}"',
            'backend: "onnxruntime"',
            f"max_batch_size: {MOST_ROWS}",
            *(_told("input", port) for port in graph.inputs),
            *(_told("output", port) for port in graph.outputs),
            f"dynamic_batching {{ max_queue_delay_microseconds: {WAIT_US} }}",
            "instance_group [ { kind: KIND_CPU } ]",
            'parameters { key: "intra_op_thread_count" value { string_value: "1" } }',
            "",
        ]
    )


def _write_model(folder: Path, path: Path) -> None:
    version = folder / "1"
    version.mkdir(parents=True)
    copy = Path(shutil.copyfile(path, version / "model.onnx"))
    network = Network.load(copy)
    (folder / "labels.txt").write_text("\n".join(network.stamp.labels) + "\n", encoding="utf-8")
    text = config(path.stem, graph_of(copy), sha256(copy))
    (folder / "config.pbtxt").write_text(text, encoding="utf-8")


def _port(given: object, path: Path) -> Port:
    name, kind, shape = given.name, given.type, given.shape  # type: ignore[attr-defined]
    if not shape or isinstance(shape[0], int) or not all(type(side) is int for side in shape[1:]):
        raise ModelError(f"{path.name} has '{name}' of the shape {shape}: Triton cannot batch that")
    if kind not in _TYPES:
        raise ModelError(f"{path.name} has '{name}' of the type {kind}, which is not exported")
    return Port(name, _TYPES[kind], tuple(shape[1:]))


def _told(word: str, port: Port) -> str:
    dims = ", ".join(str(side) for side in port.dims)
    labels = ' label_filename: "labels.txt"' if port.name == "probabilities" else ""
    return (
        f'{word} [ {{ name: "{port.name}" data_type: {port.data_type} dims: [ {dims} ]{labels} }} ]'
    )
