"""Model files opened with onnxruntime: one thread, no spinning, nothing fetched from outside."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from glyphcam.calibration.errors import ModelError

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes; shipped models stay under a quarter of it."""

_EXTERNAL_MARK = b"\x0a\x08location"
"""How a tensor names a file that holds its numbers, in ONNX's wire format."""

_LOAD_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)


def open_session(path: Path) -> onnxruntime.InferenceSession:
    """Return the ONNX file ``path``, ready to run on one CPU thread.

    Threads are one and do not spin: with onnxruntime's defaults the program burns half a core
    between frames. Raises ModelError where the file is missing, too large, truncated, not a
    model, or keeps weights in another file.
    """
    content = _read(path)
    try:
        return onnxruntime.InferenceSession(
            content, sess_options=_options(), providers=["CPUExecutionProvider"]
        )
    except _LOAD_ERRORS as error:
        raise ModelError(
            f"{path} is not a working model, is it truncated? fetch or train it again"
        ) from error


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise ModelError(f"no model file {path}: `glyphcam models` lists the ones there are")
    size = path.stat().st_size
    if not 0 < size <= LARGEST_FILE:
        raise ModelError(f"{path} has {size} bytes: a model has 1 to {LARGEST_FILE}")
    content = path.read_bytes()
    if _EXTERNAL_MARK in content:
        raise ModelError(f"{path} keeps weights in another file: export it again as one file")
    return content


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    options.log_severity_level = 4  # what went wrong is said by ModelError, once
    return options
