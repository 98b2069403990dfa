"""The shipped movement network keeps its contract, and other files are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.checksum import refuse_altered
from glyphcam.models.movement import LABELS, MOVEMENT_FILE, MovementNetwork
from glyphcam.models.movement_window import STEPS
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import model_path
from glyphcam.models.stamp import STAMP_KEY


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(2).normal(0, 60, (count, STEPS, 21, 3)).astype(np.float32)


def test_what_is_shipped_is_small_and_stamped_and_has_its_card() -> None:
    network = MovementNetwork.load()
    assert network.stamp.labels == ("none", "J", "Z")
    assert 0.5 < network.stamp.threshold < 1
    assert MOVEMENT_FILE.stat().st_size < 300_000
    refuse_altered(MOVEMENT_FILE)
    assert "asl-movement" in MOVEMENT_FILE.with_suffix(".md").read_text(encoding="utf-8")


def test_answers_are_shares_and_a_batch_answers_as_its_windows_one_by_one() -> None:
    network, shown = MovementNetwork.load(), noise(5)
    together = network.probabilities(shown)
    assert together.shape == (5, len(LABELS))
    np.testing.assert_allclose(together.sum(axis=1), 1, atol=1e-4)
    alone = np.concatenate([network.probabilities(each[None]) for each in shown])
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_size_and_place_of_the_hand_do_not_matter() -> None:
    network, shown = MovementNetwork.load(), noise(4)
    far = (shown * 0.3 + np.array([200, 90, 0])).astype(np.float32)
    np.testing.assert_allclose(network.probabilities(shown), network.probabilities(far), atol=5e-3)


def test_a_letter_network_is_no_movement_network() -> None:
    path = model_path(RECOGNISERS["asl"], "svm")
    with pytest.raises(ModelError, match=r"is asl svm of A B .* wanted is asl movement of none J"):
        MovementNetwork.load(path)


def test_a_network_of_other_windows_is_refused(tmp_path: Path) -> None:
    model = onnx.load(MOVEMENT_FILE)
    model.graph.input[0].type.tensor_type.shape.dim[1].dim_value = STEPS + 1
    path = tmp_path / "other.onnx"
    onnx.save(model, path)
    with pytest.raises(ModelError, match=r"takes \[.*25, 21, 3.* feeds .*24, 21, 3|not a working"):
        MovementNetwork.load(path)


def test_a_file_without_a_stamp_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.onnx"
    shutil.copyfile(MOVEMENT_FILE, path)
    model = onnx.load(path)
    kept = [entry for entry in model.metadata_props if entry.key != STAMP_KEY]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    onnx.save(model, path)
    with pytest.raises(ModelError, match="has no Glyphcam stamp"):
        MovementNetwork.load(path)
