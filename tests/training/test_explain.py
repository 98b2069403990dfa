"""Explanations: what was covered, what was alike, and the files a person opens."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError, PictureError, SettingError
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.occlusion import occlusion_map
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.command_explain import explain
from glyphcam.training.explanation import observe

from .conftest import write_nearest

DIGITS = recogniser_named("digits")


@pytest.fixture()
def model(digit_rows, tmp_path):
    return write_nearest(tmp_path / "digits-knn.onnx", *digit_rows)


@pytest.fixture()
def picture(digit_rows, tmp_path):
    """A dark 7 on white, as a file of 140 pixels."""
    x, y = digit_rows
    path = tmp_path / "seven.png"
    large = cv2.resize(x[np.flatnonzero(y == 7)[0]], (140, 140))
    assert cv2.imwrite(str(path), 255 - large)
    return path


class Corner:
    """A network that looks at nothing but the upper left 8x8 pixels."""

    def probabilities(self, patches, landmarks=None):
        share = patches[:, :8, :8].mean(axis=(1, 2)) / 255 * 0.8 + 0.1
        return np.stack([share, 1 - share], axis=1).astype(np.float32)


def test_covering_shows_the_only_place_a_network_looks_at():
    patch = np.zeros((28, 28), np.uint8)
    patch[2:6, 2:6] = patch[20:26, 20:26] = 255
    weights = occlusion_map(Corner(), Observation(patch), 0)
    assert weights.shape == (28, 28)
    place = divmod(int(weights.argmax()), 28)
    assert max(place) < 8
    assert np.abs(weights[14:, 14:]).max() == 0
    against = occlusion_map(Corner(), Observation(patch), 1)
    assert np.allclose(against, -weights, atol=1e-5)


def test_the_command_writes_a_picture_and_the_same_as_json(model, picture, tmp_path):
    out = tmp_path / "new" / "why.png"
    asked = ["digits", "knn", str(picture), "--model", str(model), "-o", str(out), "--json"]
    result = CliRunner().invoke(explain, [*asked, "--method", "occlusion"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["answer"], told["method"]) == ("7", "occlusion")
    assert np.array(told["weights"]).shape == (28, 28)
    assert json.loads(out.with_suffix(".json").read_text()) == told
    assert cv2.imread(str(out)) is not None


def test_a_nearest_neighbour_model_shows_the_pictures_it_found_alike(
    model, picture, digit_rows, tmp_path
):
    x, y = digit_rows
    np.savez(tmp_path / "known.npz", x=x, y=y)
    asked = ["digits", "knn", str(picture), "--model", str(model), "--json"]
    asked += ["-d", str(tmp_path / "known.npz"), "-o", str(tmp_path / "why.png")]
    told = json.loads(CliRunner().invoke(explain, asked).stdout)
    assert told["method"] == "neighbours"
    assert told["neighbours"][0]["label"] == "7"
    distances = [each["distance"] for each in told["neighbours"]]
    assert distances == sorted(distances)


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore")
def test_lime_paints_squares_and_finds_the_same_place():
    pytest.importorskip("lime")
    from glyphcam.training.lime_map import grid, lime_map

    patch = np.zeros((28, 28), np.uint8)
    patch[1:7, 1:7] = patch[20:26, 20:26] = 255
    weights = lime_map(Corner(), Observation(patch), 0, samples=400)
    assert max(divmod(int(weights.argmax()), 28)) < 8
    for square in range(49):
        assert len(set(weights[grid(28) == square].tolist())) == 1


def test_the_squares_of_the_grid_are_equal():
    from glyphcam.training.lime_map import grid

    assert np.bincount(grid(28).ravel()).tolist() == [16] * 49


def test_a_label_that_is_none_is_told(model, picture):
    asked = ["digits", "knn", str(picture), "--model", str(model), "--label", "A"]
    with pytest.raises(SettingError, match="no label 'A': choose one of 0 1 2"):
        CliRunner().invoke(explain, [*asked, "--method", "occlusion"], catch_exceptions=False)


def test_pictures_without_a_hand_or_that_cannot_be_read_are_told(tmp_path):
    path = tmp_path / "grey.png"
    cv2.imwrite(str(path), np.full((200, 200), 128, np.uint8))
    with pytest.raises(PictureError, match=r"no hand found in .*grey"):
        observe(path, recogniser_named("asl"))
    with pytest.raises(DataError, match="cannot be read as a picture"):
        observe(tmp_path / "nothing.png", DIGITS)


def test_a_network_without_embedding_compares_pixels(model):
    assert "embedding" not in Network.load(model).output_names
