"""A second format of the CNNs: a TFLite file, refused unless it answers as its source does."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from glyphcam.training.export import Sample, refuse_unless_parity
from glyphcam.training.keras_graph import signature


def write_tflite(answer: Callable[..., Any], path: Path, sample: Sample) -> Path:
    """Write ``answer(patch)`` to ``path``; ModelError, and no file, where it differs.

    ``answer`` is what keras_graph takes; its first output, probabilities (n, k), is kept. The
    file takes ``patch`` uint8 (1, 28, 28) or any number of rows after resizing its input.
    """
    first = tf.function(lambda patch: _first(answer(patch)), input_signature=signature(("patch",)))
    converter = tf.lite.TFLiteConverter.from_concrete_functions([first.get_concrete_function()])
    content: bytes = converter.convert()
    few = sample.head()
    if few.patches is None:
        raise ValueError("a TFLite file reads patches, and the sample has none")
    source = np.asarray(first(tf.constant(few.patches)))
    refuse_unless_parity(source, run_tflite(content, few.patches), path.name)
    path.write_bytes(content)
    return path


def run_tflite(content: bytes, patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the probabilities (n, k) of a TFLite file for patches (n, 28, 28)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it announces that it will move to a package of its own
        interpreter = tf.lite.Interpreter(model_content=content, num_threads=1)
    given, answered = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    interpreter.resize_tensor_input(given["index"], patches.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(given["index"], patches)
    interpreter.invoke()
    return np.asarray(interpreter.get_tensor(answered["index"]), np.float32)


def _first(answers: Any) -> Any:
    return answers[0] if isinstance(answers, tuple | list) else answers
