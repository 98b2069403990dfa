"""An ONNX graph of a Keras model or TensorFlow function, by way of tf2onnx.

``tf2onnx.convert.from_keras`` fails on Keras 3 Sequential models (KeyError), so everything goes
through ``from_function``; the difference from Keras is then about 1e-6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import onnx
import tensorflow as tf
import tf2onnx

from glyphcam.training.canonical import INPUTS

OPSET = 17

_TYPES = {"patch": tf.uint8, "landmarks": tf.float32}


def keras_graph(
    answer: Callable[..., Any], inputs: Sequence[str] = ("patch",), opset: int = OPSET
) -> onnx.ModelProto:
    """Return the graph of ``answer(*inputs)``, e.g. ``lambda patch: model(scale(patch))``.

    ``answer`` takes the named inputs as tensors (``patch`` uint8 (n, 28, 28), ``landmarks``
    float32 (n, 21, 3)) and returns probabilities (n, k), or probabilities and an embedding.
    Call a Keras model in it with ``training=False``.
    """
    model, _ = tf2onnx.convert.from_function(
        tf.function(answer, input_signature=signature(inputs)),
        input_signature=signature(inputs),
        opset=opset,
    )
    return model


def signature(inputs: Sequence[str]) -> list[tf.TensorSpec]:
    """Return the tensor specifications of the named inputs, any number of rows."""
    return [tf.TensorSpec((None, *INPUTS[name]), _TYPES[name], name=name) for name in inputs]
