"""A model file from elsewhere is read as bytes before any library runs it.

Only sizes, node types and storage are looked at, straight from the protobuf wire format, so
that the running app needs no ``onnx`` package for it. Field numbers: onnx.proto, IR version 10.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glyphcam.calibration.errors import ModelError

MAX_BYTES = 16 * 1024 * 1024
"""Twice the largest file this project ships; a larger one is not ours."""

MAX_NODES = 5000
MAX_DEPTH = 8

STANDARD_DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml"})

_LENGTHS: Mapping[int, int] = {1: 8, 5: 4}
"""Bytes of the fixed-size wire types."""

_GRAPH, _FUNCTIONS, _OPSETS = 7, 25, 8
_NODES, _WEIGHTS, _SPARSE = 1, 5, 15
_OP_TYPE, _ATTRIBUTES, _DOMAIN = 4, 5, 7
_TENSOR, _INNER, _TENSORS, _INNERS, _SPARSE_TENSOR, _SPARSE_TENSORS = 5, 6, 10, 11, 22, 23
_DIMS, _EXTERNAL, _LOCATION = 1, 13, 14


@dataclass(slots=True)
class Contents:
    """What a model file holds, gathered while it is walked: operators by type, numbers stored."""

    operators: Counter[str] = field(default_factory=Counter)
    weights: int = 0
    domains: set[str] = field(default_factory=set)
    functions: int = 0
    is_external: bool = False

    @property
    def nodes(self) -> int:
        """How many operators there are."""
        return self.operators.total()


def refuse_unsafe(content: bytes, name: str) -> None:
    """ModelError where the file is too large, not ONNX, stored elsewhere, or has foreign parts."""
    if len(content) > MAX_BYTES:
        raise ModelError(f"{name} has {len(content)} bytes, more than the {MAX_BYTES} allowed")
    found = contents(content, name)
    foreign = sorted(found.domains - STANDARD_DOMAINS)
    faults = {
        "holds no network": found.nodes == 0,
        f"has {found.nodes} nodes, more than the {MAX_NODES} allowed": found.nodes > MAX_NODES,
        f"uses operators from elsewhere ({', '.join(foreign)})": bool(foreign),
        f"defines {found.functions} functions of its own": found.functions > 0,
        "keeps its weights in another file": found.is_external,
    }
    for fault, is_so in faults.items():
        if is_so:
            raise ModelError(f"{name} {fault}: use a model written by `glyphcam train`")


def contents(content: bytes, name: str) -> Contents:
    """Return what an ONNX file holds; ModelError where the bytes are not one."""
    found = Contents()
    try:
        for number, value in _fields(memoryview(content)):
            if number == _GRAPH:
                _walk_graph(value, found, 0)
            found.functions += number == _FUNCTIONS
            if number == _OPSETS:
                found.domains.update(str(v, "utf-8") for n, v in _fields(value) if n == 1)
    except (IndexError, ValueError) as error:
        raise ModelError(f"{name} is not a whole ONNX file ({error}): copy it again") from error
    return found


def _walk_graph(graph: memoryview, found: Contents, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise ValueError("graphs inside graphs without end")
    for number, value in _fields(graph):
        if number == _NODES:
            _walk_node(value, found, depth)
        elif number in (_WEIGHTS, _SPARSE):
            _walk_tensor(value, found, number == _SPARSE)


def _walk_node(node: memoryview, found: Contents, depth: int) -> None:
    for number, value in _fields(node):
        if number == _OP_TYPE:
            found.operators[str(value, "utf-8")] += 1
        elif number == _DOMAIN:
            found.domains.add(str(value, "utf-8"))
        elif number == _ATTRIBUTES:
            _walk_attribute(value, found, depth)


def _walk_attribute(attribute: memoryview, found: Contents, depth: int) -> None:
    for number, value in _fields(attribute):
        if number in (_INNER, _INNERS):
            _walk_graph(value, found, depth + 1)
        elif number in (_TENSOR, _TENSORS, _SPARSE_TENSOR, _SPARSE_TENSORS):
            _walk_tensor(value, found, number in (_SPARSE_TENSOR, _SPARSE_TENSORS))


def _walk_tensor(tensor: memoryview, found: Contents, is_sparse: bool) -> None:
    if is_sparse:
        for number, value in _fields(tensor):
            if number in (1, 2):
                _walk_tensor(value, found, False)
        return
    size = 1
    for number, value in _fields(tensor):
        size *= _product(value) if number == _DIMS else 1
        found.is_external |= number == _EXTERNAL or (number == _LOCATION and bytes(value) != b"\0")
    found.weights += size


def _product(numbers: memoryview) -> int:
    value, at = 1, 0
    while at < len(numbers):
        number, at = _varint(numbers, at)
        value *= number
    return value


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Yield the number and bytes of each field; a varint's bytes are its own."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        start, end = _extent(message, at, key & 7)
        if end > len(message):
            raise ValueError("it ends too early")
        yield key >> 3, message[start:end]
        at = end


def _extent(message: memoryview, at: int, wire: int) -> tuple[int, int]:
    if wire == 0:
        return at, _varint(message, at)[1]
    if wire == 2:
        length, start = _varint(message, at)
        return start, start + length
    if wire in _LENGTHS:
        return at, at + _LENGTHS[wire]
    raise ValueError(f"wire type {wire}")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number without end")
