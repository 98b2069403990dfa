"""The network of goods is small enough, and its optimiser moves kernels by orthogonal steps."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("keras")

import keras
import tensorflow as tf

from glyphcam.training.canonical import canonical
from glyphcam.training.export import Sample, run
from glyphcam.training.goods_net import goods_net
from glyphcam.training.keras_graph import keras_graph
from glyphcam.training.muon import ConvolutionMuon


def test_a_kernel_moves_by_an_orthogonal_matrix_as_far_as_adam_would():
    dice = np.random.default_rng(0)
    start, slope = (dice.normal(size=(3, 3, 8, 16)).astype(np.float32) for _ in range(2))
    kernel = keras.Variable(start)
    muon = ConvolutionMuon(0.1, weight_decay=None)
    muon.apply([tf.constant(slope)], [kernel])
    step = (start - kernel.numpy()).reshape(72, 16) / 0.1
    sizes = np.linalg.svd(step, compute_uv=False) / (0.2 * np.sqrt(72))
    assert 0.6 < sizes.min() <= sizes.max() < 1.3  # five rounds of Newton and Schulz come so near
    flat = slope.reshape(72, 16)
    assert (step * flat).sum() > 0.8 * np.linalg.norm(step) * np.linalg.norm(flat)


def test_what_sees_one_channel_moves_as_adam_does():
    dice = np.random.default_rng(0)
    start, slope = (dice.normal(size=(3, 3, 1, 16)).astype(np.float32) for _ in range(2))
    kernel, same = keras.Variable(start), keras.Variable(start)
    muon = ConvolutionMuon(0.1, weight_decay=None, adam_weight_decay=None)
    muon.apply([tf.constant(slope)], [kernel])
    keras.optimizers.Adam(0.1).apply([tf.constant(slope)], [same])
    np.testing.assert_allclose(kernel.numpy(), same.numpy(), atol=1e-5)


def test_the_network_is_under_a_million_numbers_and_its_graph_answers_as_it_does():
    keras.utils.set_random_seed(0)
    net = goods_net(10)
    assert net.count_params() < 1_000_000
    assert [output.shape[1] for output in net.outputs] == [10, 128]
    patches = np.random.default_rng(0).integers(0, 256, (5, 28, 28), dtype=np.uint8)

    def answer(patch):
        logits, embedding = net(patch, training=False)
        return tf.nn.softmax(logits), embedding

    answers = run(canonical(keras_graph(answer)), Sample(patches))
    np.testing.assert_allclose(answers, answer(tf.constant(patches))[0], atol=1e-5)
