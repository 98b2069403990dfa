"""`glyphcam evaluate` from the command line to the JSON line, the report and its charts."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import DataError, ModelError
from glyphcam.models.recognisers import recogniser_named
from glyphcam.training.command_evaluate import evaluate_command
from glyphcam.training.datasets import load
from glyphcam.training.evaluate import evaluate, open_network

from .conftest import write_nearest

DIGITS = recogniser_named("digits")


@pytest.fixture()
def model(digit_rows, tmp_path):
    return write_nearest(tmp_path / "digits-knn.onnx", *digit_rows)


@pytest.fixture()
def pictures(digit_rows, tmp_path):
    x, y = digit_rows
    path = tmp_path / "set.npz"
    wrong = np.where(np.arange(40) == 5, 9, y)
    np.savez(path, x=x, y=wrong, classes=np.array(list("0123456789")), writer=np.arange(40) % 2)
    return path


def run(*arguments: object):
    return CliRunner().invoke(evaluate_command, [str(a) for a in arguments])


def test_the_json_line_holds_what_it_promises(model, pictures):
    result = run("digits", "knn", "--model", model, "--data", pictures, "--json")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    told = json.loads(result.stdout)
    wanted = "recogniser kind n accuracy accuracy_merged macro_f1 ece per_class per_source"
    assert set(wanted.split()) <= set(told)
    assert (told["recogniser"], told["kind"], told["n"]) == ("digits", "knn", 40)
    assert told["accuracy"] == pytest.approx(39 / 40)
    assert told["per_source"] == {
        "0": {"n": 20, "accuracy": 1.0},
        "1": {"n": 20, "accuracy": 0.95},
    }
    assert told["worst"] == [["9", "1", 1]]


def test_the_report_has_text_json_and_charts(model, pictures, tmp_path):
    result = run("digits", "knn", "--model", model, "--data", pictures, "-o", tmp_path / "report")
    assert result.exit_code == 0, result.output
    assert "accuracy      97.50%" in result.stdout
    names = {path.name for path in (tmp_path / "report").iterdir()}
    charts = {"confusion.png", "reliability.png", "coverage.png", "confusions.png"}
    assert names == {"report.txt", "report.json", *charts}


def test_several_sets_are_joined_and_each_is_a_source(model, pictures, digit_rows, tmp_path):
    x, y = digit_rows
    np.savez(tmp_path / "other.npz", x=x[:10], y=y[:10])
    result = run(
        "digits", "knn", "--model", model, "-d", pictures, "-d", tmp_path / "other.npz", "--json"
    )
    told = json.loads(result.stdout)
    assert told["n"] == 50
    assert "other.npz" in told["per_source"]


def test_a_folder_like_the_shared_one_gives_the_test_of_its_own_file(model, digit_rows, tmp_path):
    x, y = digit_rows
    folder = tmp_path / "all"
    folder.mkdir()
    np.savez(folder / "mnist.npz", x_train=x, y_train=y, x_test=x[:8], y_test=y[:8])
    np.savez(folder / "letters.npz", x=x, y=y)
    told = json.loads(run("digits", "knn", "--model", model, "-d", folder, "--json").stdout)
    assert (told["n"], told["accuracy"]) == (8, 1.0)


def test_a_network_that_reads_landmarks_is_not_given_patches_alone(model, pictures):
    network = open_network(model, DIGITS)
    network.input_names = ("patch", "landmarks")
    with pytest.raises(DataError, match=r"no hand landmarks, which digits-knn\.onnx reads"):
        evaluate(network, DIGITS, load([pictures], DIGITS))


def test_a_model_of_another_recogniser_is_refused(digit_rows, tmp_path):
    path = write_nearest(tmp_path / "k.onnx", *digit_rows, name="kannada")
    with pytest.raises(ModelError, match="reads 'kannada', not 'digits'"):
        open_network(path, DIGITS)


def test_a_model_that_is_not_the_one_of_its_card_is_refused(model):
    model.with_suffix(".md").write_text(f"sha256: {'0' * 64}\n")
    with pytest.raises(ModelError, match="its card says 0000000000000000"):
        open_network(model, DIGITS)


def test_evaluating_imports_neither_tensorflow_nor_scikit_learn_nor_matplotlib(model, pictures):
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from glyphcam.training.command_evaluate import evaluate_command as command\n"
        "r = CliRunner().invoke(command, sys.argv[1:])\n"
        "assert r.exit_code == 0, r.output\n"
        "heavy = {'tensorflow', 'keras', 'sklearn', 'matplotlib', 'onnx', 'mlflow', 'scipy'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    arguments = ["digits", "knn", "--model", str(model), "--data", str(pictures), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
