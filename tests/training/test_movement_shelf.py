"""The movement model stands among the others, and only one that fits comes onto the shelf."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glyphcam.calibration.errors import ModelError
from glyphcam.models.checksum import refuse_altered
from glyphcam.models.movement import MOVEMENT_FILE, MovementNetwork
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import model_path
from glyphcam.training.movement_shelf import JUDGED, promote_movement, write_movement_card


def test_the_card_says_what_the_figures_are_of_and_keeps_people_s_notes(tmp_path: Path) -> None:
    path = Path(shutil.copy(MOVEMENT_FILE, tmp_path / "asl-movement.onnx"))
    card = write_movement_card(path, MovementNetwork.load(path).stamp, 1.5)
    card.write_text(card.read_text("utf-8") + "\n## Notes\n\nFor people.\n", "utf-8")
    again = write_movement_card(path, MovementNetwork.load(path).stamp).read_text("utf-8")
    assert f"On {JUDGED}." in again and "For people." in again
    assert "`glyphcam train asl movement`" in again
    refuse_altered(path)


def test_a_fitting_model_is_promoted_with_its_card(tmp_path: Path) -> None:
    target = tmp_path / "shelf" / "asl-movement.onnx"
    target.parent.mkdir()
    assert promote_movement(MOVEMENT_FILE, 2.0, target) == target
    assert target.read_bytes() == MOVEMENT_FILE.read_bytes()
    assert "2.0 minutes" in target.with_suffix(".md").read_text("utf-8")


def test_another_model_is_not_promoted(tmp_path: Path) -> None:
    target = tmp_path / "asl-movement.onnx"
    with pytest.raises(ModelError, match="wanted is asl movement"):
        promote_movement(model_path(RECOGNISERS["asl"], "svm"), target=target)
    assert not target.exists()
