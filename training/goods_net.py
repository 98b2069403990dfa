"""The convolutional network that reads goods: thin residual blocks, from 28 pixels a side to 4."""

from __future__ import annotations

import keras

LAYERS = keras.layers

STEM, WIDTHS = (16, 32), (32, 64, 128)
"""Channels of the two convolutions to 14x14, and of the blocks at 14x14, 7x7 and 4x4."""


def goods_net(classes: int) -> keras.Model:
    """Return a model of patches (n, 28, 28) uint8 to logits (n, classes) and embeddings (n, 128).

    0.49 M parameters, 15 M multiplications, 0.27 ms a picture on one thread. Each place of the
    last 4x4 has a weight of its own a channel, which an average would throw away.
    """
    patch = keras.Input((28, 28), dtype="uint8", name="patch")
    flow = LAYERS.Reshape((28, 28, 1))(patch)
    flow = LAYERS.Rescaling(1 / 64, offset=-1.0)(flow)  # goods have a mean grey of 73
    flow = _convolved(flow, STEM[0])
    flow = _convolved(flow, STEM[1], stride=2)
    for number, width in enumerate(WIDTHS):
        if number:
            flow = _convolved(flow, width, stride=2)
        flow = _residual(flow, width)
    even = keras.initializers.Constant(1 / flow.shape[1] ** 2)
    pooled = LAYERS.DepthwiseConv2D(flow.shape[1], use_bias=False, depthwise_initializer=even)
    embedding = LAYERS.Flatten(name="embedding")(pooled(flow))
    flow = LAYERS.BatchNormalization(momentum=0.9)(embedding)
    logits = LAYERS.Dense(classes, name="logits")(LAYERS.Dropout(0.2)(flow))
    return keras.Model(patch, [logits, embedding])


def _residual(flow: keras.KerasTensor, width: int) -> keras.KerasTensor:
    changed = _convolved(_convolved(flow, width), width, is_last=True)
    return LAYERS.ReLU()(LAYERS.Add()([flow, changed]))


def _convolved(
    flow: keras.KerasTensor, width: int, stride: int = 1, is_last: bool = False
) -> keras.KerasTensor:
    convolution = LAYERS.Conv2D(
        width, 3, stride, "same", use_bias=False, kernel_initializer="he_normal"
    )
    flow = LAYERS.BatchNormalization(momentum=0.9, epsilon=1e-4)(convolution(flow))
    return flow if is_last else LAYERS.ReLU()(flow)
