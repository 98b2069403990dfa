"""Model files are opened on one thread, and bad ones are refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

import glyphcam.models.session
from glyphcam.calibration.errors import ModelError
from glyphcam.models.session import LARGEST_FILE, open_session

PALM = Path(glyphcam.models.session.__file__).parent / "palm_detection.onnx"


def test_a_shipped_network_runs_on_one_thread_that_does_not_spin() -> None:
    options = open_session(PALM).get_session_options()
    assert options.intra_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no model file .*gone\.onnx"):
        open_session(tmp_path / "gone.onnx")


@pytest.mark.parametrize("content", [b"hello, I am a text", PALM.read_bytes()[:100_000]])
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"broken\.onnx is not a working model"):
        open_session(path)


def test_an_empty_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "empty.onnx"
    path.touch()
    with pytest.raises(ModelError, match="has 0 bytes"):
        open_session(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(ModelError, match=f"1 to {LARGEST_FILE}"):
        open_session(path)


def test_a_model_that_would_read_another_file_is_refused(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    weight = onnx.helper.make_tensor("w", onnx.TensorProto.FLOAT, [4], [1, 2, 3, 4])
    weight.ClearField("float_data")
    weight.data_location = onnx.TensorProto.EXTERNAL
    weight.external_data.add(key="location", value="secret.bin")
    out = onnx.helper.make_tensor_value_info("w", onnx.TensorProto.FLOAT, [4])
    graph = onnx.helper.make_graph([], "g", [], [out], [weight])
    path = tmp_path / "outside.onnx"
    path.write_bytes(onnx.helper.make_model(graph).SerializeToString())
    with pytest.raises(ModelError, match="keeps weights in another file"):
        open_session(path)
