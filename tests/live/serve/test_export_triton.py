"""The repository for Triton, judged by Triton's own description of a configuration."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.live.command_export import export
from glyphcam.live.export_triton import export_triton
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import SHELF, shipped


def parsed(folder: Path) -> object:
    """The configuration, read strictly: an unknown word or a wrong type is an error."""
    described = pytest.importorskip(
        "tritonclient.grpc.model_config_pb2", reason="tritonclient[grpc] is not installed"
    )
    text_format = pytest.importorskip("google.protobuf.text_format")
    text = (folder / "config.pbtxt").read_text(encoding="utf-8")
    return text_format.Parse(text, described.ModelConfig())


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("triton") / "models"
    export_triton(folder, tuple(RECOGNISERS))
    return folder


@pytest.mark.parametrize("name", [path.stem for path in shipped()])
def test_a_configuration_says_what_its_model_is(repository: Path, name: str) -> None:
    folder = repository / name
    config = parsed(folder)
    session = onnxruntime.InferenceSession(
        (folder / "1" / "model.onnx").read_bytes(), providers=["CPUExecutionProvider"]
    )
    types = {"tensor(uint8)": "TYPE_UINT8", "tensor(float)": "TYPE_FP32"}
    data_type = config.DESCRIPTOR.fields_by_name["input"].message_type.fields_by_name["data_type"]
    for told, real in (
        (config.input, session.get_inputs()),
        (config.output, session.get_outputs()),
    ):
        said = [
            (one.name, data_type.enum_type.values_by_number[one.data_type].name, list(one.dims))
            for one in told
        ]
        assert said == [(one.name, types[one.type], one.shape[1:]) for one in real]
    assert config.name == name
    assert config.max_batch_size == 256


def test_each_model_is_the_shipped_file_with_its_labels(repository: Path) -> None:
    assert {folder.name for folder in repository.iterdir()} == {path.stem for path in shipped()}
    for folder in repository.iterdir():
        shipped_file = SHELF / f"{folder.name}.onnx"
        assert (folder / "1" / "model.onnx").read_bytes() == shipped_file.read_bytes()
        labels = RECOGNISERS[folder.name.partition("-")[0]].labels
        assert tuple((folder / "labels.txt").read_text("utf-8").splitlines()) == labels


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SettingError, match="not an empty folder"):
        export_triton(tmp_path, ("digits",))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_writes_the_recognisers_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "models"
    told = CliRunner().invoke(export, ["triton", str(folder), "--recognisers", "kannada, digits"])
    assert told.exit_code == 0
    assert "5 models" in told.output
    names = {path.name for path in folder.iterdir()}
    assert names == {"digits-cnn", "digits-knn", "digits-svm", "kannada-cnn", "kannada-knn"}
