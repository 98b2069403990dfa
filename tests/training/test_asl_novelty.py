"""Novelty: how unlike its letter a hand is, computed in the graph as numpy would."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from glyphcam.models.network import NOVELTY_LIMIT, Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.asl_novelty import LIMIT, spread_of, with_novelty

WIDTH = 6
RNG = np.random.default_rng(0)


def letters(count: int = 240) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    targets = np.arange(count) % 24
    sources = np.array([f"s{i % 5}" for i in range(count)])
    places = RNG.normal(0, 4, (24, WIDTH))[targets]
    return places + RNG.normal(0, 1, (count, WIDTH)) * [1, 1, 1, 3, 3, 3], targets, sources


def graph() -> onnx.ModelProto:
    """Probabilities are the first 24 numbers of a row as they are, the embedding the others."""
    cuts = {"a": [0], "b": [24], "c": [24 + WIDTH], "axis": [1]}
    weights = [numpy_helper.from_array(np.array(v, np.int64), k) for k, v in cuts.items()]
    nodes = [
        helper.make_node("Slice", ["row", "a", "b", "axis"], ["probabilities"]),
        helper.make_node("Slice", ["row", "b", "c", "axis"], ["embedding"]),
    ]
    rows = helper.make_tensor_value_info("row", TensorProto.FLOAT, ["n", 24 + WIDTH])
    made = [
        helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["n", 24]),
        helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", WIDTH]),
    ]
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(
        helper.make_graph(nodes, "g", [rows], made, weights), opset_imports=opset, ir_version=10
    )


def test_a_letters_own_spread_is_about_one_in_every_direction() -> None:
    embeddings, targets, sources = letters(2400)
    spread = spread_of(embeddings, targets, sources)
    assert abs(spread.distance(embeddings, targets).mean() - 1.0) < 0.2
    shifted = {axis: embeddings + 6 * np.eye(WIDTH)[axis] for axis in (0, 5)}
    narrow, wide = (spread.distance(shifted[axis], targets).mean() for axis in (0, 5))
    assert narrow > 1.5 * wide > 1.5


def test_a_source_with_many_frames_counts_no_more_than_another() -> None:
    embeddings, targets, sources = letters()
    once = spread_of(embeddings, targets, sources)
    of_one = np.flatnonzero(sources == "s0")
    again = np.concatenate([np.arange(len(targets)), np.tile(of_one, 5)])
    often = spread_of(embeddings[again], targets[again], sources[again])
    np.testing.assert_allclose(once.middles, often.middles, atol=1e-5)


def test_a_letter_that_nobody_shows_leaves_the_others_as_they_are() -> None:
    embeddings, targets, sources = letters()
    shown = targets != 3
    spread = spread_of(embeddings[shown], targets[shown], sources[shown])
    whole = spread_of(embeddings, targets, sources)
    np.testing.assert_allclose(spread.middles[4], whole.middles[4], atol=1e-5)
    assert np.isfinite(spread.scales).all()


def test_the_graph_gives_what_numpy_gives() -> None:
    embeddings, targets, sources = letters()
    spread = spread_of(embeddings, targets, sources)
    answers = np.eye(24, dtype=np.float32)[targets] * 0.5 + 0.01
    rows = np.concatenate([answers, embeddings], axis=1).astype(np.float32)
    session = onnxruntime.InferenceSession(with_novelty(graph(), spread).SerializeToString())
    [novelty] = session.run(["novelty"], {"row": rows})
    assert novelty.shape == (len(rows), 1)
    np.testing.assert_allclose(novelty[:, 0], spread.distance(embeddings, targets), rtol=1e-4)


def test_the_shipped_models_of_landmarks_are_stamped_and_tell_gestures_from_letters(
    data: Path,
) -> None:
    from glyphcam.models.hand import Hand
    from glyphcam.models.observation import Observation, right_handed

    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        is_letter = np.isin(archive["letter"], list("BDFLWY")) & (archive["source"] == "lolzorus")
        marks, side = archive["landmarks"][is_letter], archive["handedness"][is_letter]
    hands = [
        right_handed(Hand(m, m, float(s == "Left"), 1.0)) for m, s in zip(marks, side, strict=True)
    ]
    blank = np.zeros((28, 28), np.uint8)
    upright = [Observation(blank, hand) for hand in hands]
    upside_down = [Observation(blank, hand * np.float32([-1, -1, 1])) for hand in hands]
    for kind in ("fused", "landmark-knn"):
        network = Network.shipped(RECOGNISERS["asl"], kind)
        limit = network.stamp.figures[NOVELTY_LIMIT]
        assert limit == LIMIT
        far = [p.novelty is not None and p.novelty > limit for p in network.recognise(upside_down)]
        near = [p.novelty is not None and p.novelty > limit for p in network.recognise(upright)]
        assert np.mean(far) > 0.95
        assert np.mean(near) < 0.05


def test_models_of_pictures_do_not_say() -> None:
    network = Network.shipped(RECOGNISERS["asl"], "cnn")
    assert not network.gives_novelty
    assert NOVELTY_LIMIT not in network.stamp.figures
