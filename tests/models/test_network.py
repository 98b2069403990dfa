"""Every shipped model keeps the contract, and a file that does not is refused with a sentence."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.patch import PATCH_VERSION
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import SHELF, model_path, shipped
from glyphcam.models.stamp import STAMP_KEY, Stamp, read_stamp

EVERY = pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)


def looks(count: int) -> list[Observation]:
    """Noise patches and noise hands, the same every time."""
    rng = np.random.default_rng(11)
    return [
        Observation(
            rng.integers(0, 255, (28, 28), dtype=np.uint8),
            rng.normal(0, 60, (21, 3)).astype(np.float32),
        )
        for _ in range(count)
    ]


@EVERY
def test_a_shipped_model_is_stamped_for_its_recogniser_and_this_patch(path: Path) -> None:
    network = Network.load(path)
    assert path.stem == f"{network.stamp.recogniser}-{network.stamp.kind}"
    assert network.stamp.labels == RECOGNISERS[network.stamp.recogniser].labels
    assert network.stamp.patch_version == PATCH_VERSION
    assert 0 < network.stamp.threshold <= 1


@EVERY
def test_a_shipped_model_is_small_and_has_its_card(path: Path) -> None:
    assert path.stat().st_size <= 8_000_000
    assert path.with_suffix(".md").read_text(encoding="utf-8").startswith("# ")


@EVERY
def test_probabilities_sum_to_one_and_a_batch_answers_as_its_pictures_one_by_one(
    path: Path,
) -> None:
    network = Network.load(path)
    together = np.stack([p.probabilities for p in network.recognise(looks(5))])
    alone = np.stack([network.recognise([look])[0].probabilities for look in looks(5)])
    assert together.sum(axis=1) == pytest.approx(1.0, abs=1e-4)
    assert together == pytest.approx(alone, abs=1e-5)


def test_all_models_together_are_at_most_40_mb() -> None:
    assert sum(path.stat().st_size for path in SHELF.glob("*.onnx")) <= 40_000_000


def test_nothing_to_recognise_gives_nothing() -> None:
    assert Network.shipped(RECOGNISERS["asl"]).recognise([]) == []


def test_a_hand_model_shown_a_picture_without_landmarks_says_so() -> None:
    network = Network.shipped(RECOGNISERS["asl"], "fused")
    with pytest.raises(ModelError, match=r"asl-fused\.onnx reads hand landmarks"):
        network.recognise([Observation(np.zeros((28, 28), np.uint8))])


def test_a_model_of_another_recogniser_is_refused() -> None:
    path = model_path(RECOGNISERS["asl"])
    with pytest.raises(ModelError, match="reads 'asl', not 'digits'"):
        Network.load(path, RECOGNISERS["digits"])


def restamped(folder: Path, **changes: object) -> Path:
    """A copy of the shipped asl model whose stamp says something else."""
    model = onnx.load(str(model_path(RECOGNISERS["asl"])))
    entry = next(entry for entry in model.metadata_props if entry.key == STAMP_KEY)
    stamp: Stamp = read_stamp({STAMP_KEY: entry.value}, folder)
    entry.value = replace(stamp, **changes).to_json()  # type: ignore[arg-type]
    onnx.save(model, str(folder / "changed.onnx"))
    return folder / "changed.onnx"


def test_a_model_of_another_patch_version_is_refused(tmp_path: Path) -> None:
    path = restamped(tmp_path, patch_version=PATCH_VERSION + 1)
    with pytest.raises(ModelError, match=f"patch version {PATCH_VERSION + 1}"):
        Network.load(path)


def test_a_model_with_other_labels_is_refused(tmp_path: Path) -> None:
    path = restamped(tmp_path, labels=tuple("ABC"))
    with pytest.raises(ModelError, match="has the labels A B C"):
        Network.load(path)


def test_a_truncated_model_is_refused(tmp_path: Path) -> None:
    whole = model_path(RECOGNISERS["asl"]).read_bytes()
    (tmp_path / "cut.onnx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="not a working model"):
        Network.load(tmp_path / "cut.onnx")


def test_a_model_without_a_stamp_is_refused(tmp_path: Path) -> None:
    model = onnx.load(str(model_path(RECOGNISERS["asl"])))
    del model.metadata_props[:]
    onnx.save(model, str(tmp_path / "bare.onnx"))
    with pytest.raises(ModelError, match="has no Glyphcam stamp"):
        Network.load(tmp_path / "bare.onnx")


def test_a_copied_model_works_from_anywhere(tmp_path: Path) -> None:
    copy = shutil.copy(model_path(RECOGNISERS["asl"]), tmp_path / "mine.onnx")
    [prediction] = Network.load(Path(copy)).recognise(looks(1))
    assert prediction.label in RECOGNISERS["asl"].labels
