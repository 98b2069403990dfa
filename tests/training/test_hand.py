"""The shipped hand networks are what `glyphcam train hand` writes, to the byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import glyphcam.models.session
from glyphcam.calibration.errors import DataError
from glyphcam.models.cache import TASK_NAME, cache_folder
from glyphcam.models.session import open_session
from glyphcam.training.hand import NETWORKS, HandNetwork, train_hand
from glyphcam.training.mediapipe_wheel import fetch

SHELF = Path(glyphcam.models.session.__file__).parent


def test_the_shipped_networks_come_out_again_to_the_byte(tmp_path: Path) -> None:
    pytest.importorskip("tf2onnx")
    try:
        made = train_hand(tmp_path, cache_folder())
    except DataError as error:
        pytest.skip(str(error))
    assert [path.name for path in made] == ["palm_detection.onnx", "hand_landmark.onnx"]
    for path in made:
        assert path.read_bytes() == (SHELF / path.name).read_bytes()
    assert (cache_folder() / TASK_NAME).is_file()


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.file)
def test_card_and_stamp_name_the_source_and_the_file(network: HandNetwork) -> None:
    path = SHELF / network.file
    card = path.with_suffix(".md").read_text()
    assert hashlib.sha256(path.read_bytes()).hexdigest() in card
    assert f"{path.stat().st_size:,} bytes" in card
    assert network.source.sha256 in card
    stamp = json.loads(open_session(path).get_modelmeta().custom_metadata_map["glyphcam"])
    assert stamp["sha256"] == network.source.sha256


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.file)
def test_a_source_file_that_was_tampered_with_is_refused(
    network: HandNetwork, tmp_path: Path
) -> None:
    (tmp_path / Path(network.source.path).name).write_bytes(b"something else")
    with pytest.raises(DataError, match="delete it and repeat"):
        fetch(network.source, tmp_path)
