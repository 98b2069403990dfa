"""`glyphcam train`: an order is carried out by its recipe, and everything about it written."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import MissingExtra, ModelError, SettingError
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS, recogniser_named
from glyphcam.training import command_train, recipes
from glyphcam.training.card import minutes_on
from glyphcam.training.command_train import train
from glyphcam.training.recipe import LEARNED, HeldOut, Trained, TrainOptions
from glyphcam.training.run_recipe import split_told
from glyphcam.training.train_all import Failed

from .conftest import write_nearest


@pytest.fixture()
def recipe(digit_rows, monkeypatch):
    """A recipe that writes the nearest-neighbour model and tells what it was asked."""
    asked: list[TrainOptions] = []

    def made(recogniser, kind, options) -> Trained:
        asked.append(options)
        path = write_nearest(options.out / "digits-knn.onnx", *digit_rows)
        stamp = Network.load(path).stamp
        answers = np.eye(10, dtype=np.float32)[digit_rows[1]]
        held = HeldOut("test", answers, digit_rows[1].astype(np.int64))
        history = {"loss": (2.0, 1.0), "val_loss": (2.1, 1.5), "accuracy": (0.5, 0.9)}
        return Trained(path, stamp, history, stamp.figures, {"neighbours": 1, LEARNED: 30}, held)

    module = ModuleType("made_recipe")
    module.train = made
    monkeypatch.setitem(sys.modules, "made_recipe", module)
    monkeypatch.setattr(recipes, "RECIPES", {("digits", "knn"): "made_recipe:train"})
    return asked


def test_a_run_leaves_the_model_its_card_its_curves_and_its_charts(recipe, tmp_path):
    asked = ["digits", "knn", "--out", str(tmp_path), "--seed", "7", "--set", "width=32"]
    result = CliRunner().invoke(train, asked)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "digits-knn"
    assert sorted(path.name for path in folder.iterdir()) == [
        "confusion.png",
        "curves.png",
        "digits-knn.md",
        "digits-knn.onnx",
        "held-out.npz",
        "reliability.png",
        "report.txt",
    ]
    assert minutes_on(folder / "digits-knn.md") == 0
    assert recipe[0].seed == 7
    assert recipe[0].settings["width"] == "32"
    assert Path(recipe[0].settings["tflite"]) == folder / "digits-knn.tflite"
    assert "accuracy 0.9" in result.output
    assert "split: 30 pictures to learn from, 40 to be judged by (test)\n" in result.output


def test_a_setting_without_value_is_told(recipe, tmp_path):
    with pytest.raises(SettingError, match="--set width is not NAME=VALUE"):
        asked = ["digits", "knn", "--out", str(tmp_path), "--set", "width"]
        CliRunner().invoke(train, asked, catch_exceptions=False)


def test_a_model_without_recipe_is_told(recipe, tmp_path):
    with pytest.raises(SettingError, match="no recipe trains digits cnn"):
        asked = ["digits", "cnn", "--out", str(tmp_path)]
        CliRunner().invoke(train, asked, catch_exceptions=False)


def test_a_missing_library_names_the_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(recipes, "RECIPES", {("digits", "cnn"): "no_such_library:train"})
    with pytest.raises(MissingExtra, match=r"pip install 'glyphcam\[training\]'"):
        asked = ["digits", "cnn", "--out", str(tmp_path)]
        CliRunner().invoke(train, asked, catch_exceptions=False)


def test_every_kind_of_every_recogniser_has_a_recipe():
    named = {(r.name, kind) for r in RECOGNISERS.values() for kind in r.kinds}
    assert named == set(recipes.RECIPES)


@pytest.mark.parametrize("target", sorted(set(recipes.RECIPES.values())))
def test_every_recipe_is_there(target):
    module, _, name = target.partition(":")
    text = (Path(recipes.__file__).parent / f"{module.rsplit('.', 1)[1]}.py").read_text()
    assert f"\ndef {name}(recogniser" in text


def test_all_trains_every_model_and_promotes_it(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(command_train, "train_all", lambda *told: asked.append(told) or ())
    result = CliRunner().invoke(train, ["all", "--out", str(tmp_path), "--small", "-j", "3"])
    assert result.exit_code == 0, result.output
    [(orders, jobs, _)] = asked
    assert [(o.recogniser, o.kind) for o in orders] == list(recipes.RECIPES)
    assert all(o.promotes and o.options.is_small for o in orders)
    assert jobs == 3


def test_all_names_at_its_end_the_models_that_failed(monkeypatch, tmp_path):
    failed = (Failed(("fashion", "cnn"), "no data folder"),)
    monkeypatch.setattr(command_train, "train_all", lambda orders, jobs, say: failed)
    message = r"1 of 14 models failed: fashion cnn \(no data folder\)"
    with pytest.raises(ModelError, match=message):
        CliRunner().invoke(train, ["all", "-o", str(tmp_path)], catch_exceptions=False)


def test_the_default_kind_is_the_first(recipe, tmp_path, monkeypatch):
    first = recogniser_named("digits").kinds[0]
    monkeypatch.setattr(recipes, "RECIPES", {("digits", first): "made_recipe:train"})
    result = CliRunner().invoke(train, ["digits", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [path.name for path in tmp_path.iterdir()] == [f"digits-{first}"]


def test_the_sources_of_a_split_are_named(digit_rows, tmp_path):
    stamp = Network.load(write_nearest(tmp_path / "a.onnx", *digit_rows)).stamp
    held = HeldOut("every source once", np.eye(10)[[1, 2]], np.array([1, 2]), np.array(["b", "a"]))
    told = split_told(Trained(tmp_path / "a.onnx", stamp, held_out=held))
    assert told == "split: 2 to be judged by (every source once): a, b"


def test_a_folder_that_cannot_be_made_is_told(recipe, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(SettingError, match=r"no folder can be made at .*digits-knn"):
        asked = ["digits", "knn", "--out", str(tmp_path / "taken")]
        CliRunner().invoke(train, asked, catch_exceptions=False)
