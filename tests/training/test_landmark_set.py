"""Hands: known ones beside their crops, found ones in whole pictures, and missing ones counted."""

from __future__ import annotations

import json
import shutil

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.models.shelf import SHELF
from glyphcam.training.command_evaluate import evaluate_command
from glyphcam.training.datasets import load
from glyphcam.training.landmark_set import landmark_columns, load_landmarks

ASL = recogniser_named("asl")


@pytest.fixture()
def few(data, tmp_path):
    """Twelve crops of two sources and two letters, with the landmarks of their rows."""
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as archive:
        columns = {key: archive[key] for key in archive.files}
    there = columns["image"] != ""
    sources = sorted(set(columns["source"][there]))[:2]
    rows = np.concatenate(
        [
            np.flatnonzero(there & (columns["source"] == s) & (columns["letter"] == letter))[:3]
            for s in sources
            for letter in "AJL"
        ]
    )
    for name in columns["image"][rows]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data / "asl" / name, tmp_path / name)
    np.savez(tmp_path / "landmarks.npz", **{key: column[rows] for key, column in columns.items()})
    return tmp_path


@pytest.fixture()
def frames(data, tmp_path):
    """Whole pictures of A, B and L by one source, and one picture without a hand."""
    for letter in "ABL":
        source = next((data / "asl_frames").iterdir()) / letter
        for path in sorted(source.glob("*.jpg"))[:2]:
            (tmp_path / "signer" / letter).mkdir(parents=True, exist_ok=True)
            shutil.copy(path, tmp_path / "signer" / letter / path.name)
    empty = np.full((240, 320, 3), 90, np.uint8)
    assert cv2.imwrite(str(tmp_path / "signer" / "L" / "zz.png"), empty)
    return tmp_path


def test_known_hands_come_as_right_hands_from_the_wrist_by_source(few):
    found = load([few], ASL, "test")
    assert found.landmarks is not None
    assert found.groups is not None
    assert found.landmarks.shape == (len(found), 21, 3)
    assert np.abs(found.landmarks[:, 0]).max() == 0
    assert len(set(found.groups.tolist())) == 2
    assert set(found.left_out) <= {"J"}
    assert {ASL.labels[t] for t in found.targets} == {"A", "L"}


def test_hands_are_nothing_for_a_recogniser_of_ink(few):
    with pytest.raises(DataError, match="holds hands, which 'digits' does not read"):
        load_landmarks(few, "all", recogniser_named("digits"))


def test_a_file_without_its_columns_is_told(few):
    np.savez(few / "landmarks.npz", image=np.array(["a.jpg"]))
    with pytest.raises(DataError, match="has no letter, landmarks, world"):
        load([few], ASL)


def test_hands_are_found_in_whole_pictures_and_a_missing_one_is_counted(frames):
    found = load([frames], ASL)
    assert found.landmarks is not None
    assert len(found) == 6
    assert [ASL.labels[t] for t in found.missed] == ["L"]


def test_small_pictures_are_crops_unless_there_are_larger_ones(frames, tmp_path):
    small = tmp_path / "small"
    for letter in "AB":
        (small / letter).mkdir(parents=True)
        picture = cv2.imread(str(next((frames / "signer" / letter).glob("*.jpg"))))
        assert cv2.imwrite(str(small / letter / "1.png"), cv2.resize(picture, (28, 28)))
    alone = load([small], ASL)
    assert (len(alone), alone.landmarks) == (2, None)
    among = load([frames], ASL)
    assert (len(among), len(among.missed)) == (6, 3)


def test_an_unreadable_first_picture_is_skipped_like_any_other(frames):
    (frames / "signer" / "A" / "000.jpg").write_bytes(b"broken")
    assert len(load([frames], ASL, skips_unreadable=True)) == 6


def test_a_model_of_hands_is_measured_on_a_folder_of_pictures(frames):
    if not (SHELF / "asl-fused.onnx").is_file():
        pytest.skip("no asl-fused model is shipped yet")
    result = CliRunner().invoke(evaluate_command, ["asl", "fused", "-d", str(frames), "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["n"], told["n_found"]) == (7, 6)
    assert told["accuracy_found"] >= 4 / 6
    assert told["accuracy"] == pytest.approx(told["accuracy_found"] * 6 / 7, abs=1e-5)
    assert told["per_class"]["L"]["support"] == 3


def test_a_folder_without_landmarks_is_told(tmp_path):
    with pytest.raises(DataError, match=r"has no landmarks\.npz: a folder of crops"):
        landmark_columns(tmp_path)
