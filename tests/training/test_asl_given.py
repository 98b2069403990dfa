"""Any folder of signed letters teaches an ASL model, and what its figures are worth is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.training.asl_given import PARTS, given_rows, is_by_hash
from glyphcam.training.asl_rows import AslRows
from glyphcam.training.recipe import SAME_PEOPLE, HeldOut, Trained, TrainOptions
from glyphcam.training.run_recipe import _judged_by

LABELS = RECOGNISERS["asl"].labels
EACH = 8


@pytest.fixture(scope="session")
def one_signer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight photos a letter of one signer, in a folder a letter, as the Kaggle set lies."""
    source = Path("../shared/data/asl/lolzorus")
    if not source.is_dir():
        pytest.skip("no ../shared/data/asl: the hands of the real sources are needed")
    folder = tmp_path_factory.mktemp("alphabet")
    for letter in LABELS:
        (folder / letter).mkdir()
        for photo in sorted((source / letter).glob("*.jpg"))[:EACH]:
            shutil.copy(photo, folder / letter)
    return folder


@pytest.fixture(scope="session")
def rows(one_signer: Path) -> AslRows:
    return given_rows([one_signer])


def test_a_folder_a_letter_becomes_hands_left_out_by_fifths(rows: AslRows) -> None:
    assert len(rows.targets) > 0.9 * EACH * len(LABELS)
    assert is_by_hash(rows.sources)
    assert len(rows.measured_sources()) == PARTS
    assert rows.has_patch.all()


def test_the_shipped_letters_network_reads_its_rows(rows: AslRows) -> None:
    network = Network.shipped(RECOGNISERS["asl"])
    answers = network.probabilities(rows.patches, rows.landmarks).argmax(axis=1)
    assert (answers == rows.targets).mean() > 0.9


def test_too_few_letters_are_refused_by_number(one_signer: Path, tmp_path: Path) -> None:
    for letter in "ABC":
        shutil.copytree(one_signer / letter, tmp_path / "few" / letter)
    with pytest.raises(DataError, match=r"hands of 3 letters are too few"):
        given_rows([tmp_path / "few"])


def test_pictures_without_a_hand_teach_nothing(tmp_path: Path) -> None:
    grey = np.full((480, 28, 28), 90, np.uint8)
    np.savez(tmp_path / "tiny.npz", x=grey, y=np.arange(480) % 24)
    with pytest.raises(DataError, match="no hand was found"):
        given_rows([tmp_path / "tiny.npz"])


@pytest.mark.parametrize(("judge", "is_warned"), [(SAME_PEOPLE, True), ("its sources", False)])
def test_a_card_warns_where_the_same_people_judge(judge: str, is_warned: bool) -> None:
    held = HeldOut(judge, np.eye(24, dtype=np.float32), np.arange(24))
    stamp = Network.shipped(RECOGNISERS["asl"]).stamp
    trained = Trained(Path("asl-svm.onnx"), stamp, held_out=held)
    told = _judged_by(TrainOptions(Path("out"), data=(Path("mine"),)), trained)
    assert told.startswith("what was held out of mine")
    assert ("strangers are read worse" in told) == is_warned
