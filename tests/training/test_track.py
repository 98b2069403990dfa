"""A run in MLflow: everything in the store, promoted from it byte for byte, served by it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import ModelError
from glyphcam.models.checksum import sha256, stated_checksum
from glyphcam.models.network import Network
from glyphcam.training import command_promote
from glyphcam.training.command_promote import promote_command
from glyphcam.training.command_train import train
from glyphcam.training.promote import promote
from glyphcam.training.recipe import Trained, TrainOptions
from glyphcam.training.run_recipe import Order
from glyphcam.training.track import fetch_model, store_uri, track

from .conftest import write_nearest

pytestmark = [pytest.mark.soak, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def tracked(digit_rows, tmp_path_factory):
    """A store with two runs of one model, the first the better one."""
    pytest.importorskip("mlflow")
    folder = tmp_path_factory.mktemp("track")
    runs = []
    for number, accuracy in enumerate((0.95, 0.9)):
        out = folder / f"out{number}"
        out.mkdir()
        path = write_nearest(out / "digits-knn.onnx", *digit_rows)
        history = {"loss": (2.0, 1.0), "val_loss": (2.1, 1.5)}
        figures = {"accuracy": accuracy}
        trained = Trained(path, Network.load(path).stamp, history, figures, {"neighbours": 3})
        runs.append(track(trained, Order("digits", "knn", TrainOptions(out)), folder / "store"))
    return folder, runs


def test_the_store_holds_parameters_metrics_an_epoch_and_files(tracked):
    import mlflow

    folder, runs = tracked
    client = mlflow.MlflowClient(store_uri(folder / "store"))
    run = client.get_run(runs[0])
    assert run.data.params["neighbours"] == "3"
    assert run.data.params["seed"] == "0"
    assert run.data.metrics["accuracy"] == pytest.approx(0.95)
    assert run.data.tags["data"] == "abc"
    epochs = client.get_metric_history(runs[0], "val_loss")
    assert [(m.step, m.value) for m in epochs] == [(1, 2.1), (2, 1.5)]
    assert [f.path for f in client.list_artifacts(runs[0], "files")] == ["files/digits-knn.onnx"]


def test_the_better_run_is_the_champion_and_the_other_its_challenger(tracked):
    import mlflow

    folder, runs = tracked
    client = mlflow.MlflowClient(store_uri(folder / "store"))
    by_alias = [
        client.get_model_version_by_alias("digits-knn", alias).run_id
        for alias in ("champion", "challenger")
    ]
    assert by_alias == runs


def test_a_run_gives_its_file_back_byte_for_byte(tracked, tmp_path):
    folder, runs = tracked
    written = (folder / "out0" / "digits-knn.onnx").read_bytes()
    for run in (runs[0], None):
        into = tmp_path / str(run)
        into.mkdir()
        assert fetch_model("digits-knn", run, folder / "store", into).read_bytes() == written


def test_a_run_that_is_not_there_is_told(tracked, tmp_path):
    folder, _ = tracked
    with pytest.raises(ModelError, match="has no run 0123 of digits-knn"):
        fetch_model("digits-knn", "0123", folder / "store", tmp_path)
    with pytest.raises(ModelError, match="no runs in"):
        fetch_model("digits-knn", None, tmp_path, tmp_path)


def test_a_small_model_goes_from_training_by_its_run_to_the_shelf(data, tmp_path, monkeypatch):
    with np.load(data / "mnist.npz", allow_pickle=False) as arrays:
        np.savez(tmp_path / "few.npz", x=arrays["x_test"][:1500], y=arrays["y_test"][:1500])
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setattr(command_promote, "promote", partial(promote, shelf=shelf))
    store = ["--track", str(tmp_path / "store")]
    asked = ["digits", "knn", "--data", str(tmp_path / "few.npz"), "--out", str(tmp_path), *store]
    trained = CliRunner().invoke(train, [*asked, "--small", "--quiet"], catch_exceptions=False)
    assert trained.exit_code == 0, trained.output
    assert "test pictures that are training pictures too: 0" in trained.output
    run = re.search(r"run (\w{32}) in", trained.output)[1]
    moved = CliRunner().invoke(promote_command, ["digits", "knn", "--run", run, *store])
    assert moved.exit_code == 0, moved.output
    placed = shelf / "digits-knn.onnx"
    assert placed.read_bytes() == (tmp_path / "digits-knn" / "digits-knn.onnx").read_bytes()
    assert stated_checksum(placed) == sha256(placed)


def test_the_registered_model_is_served_and_answers_inputs(tracked, digit_rows):
    folder, _ = tracked
    x, _ = digit_rows
    expected = Network.load(folder / "out0" / "digits-knn.onnx").probabilities(x[::4])
    with served("models:/digits-knn@champion", folder / "store") as url:
        answer = ask(url, {"inputs": x[::4].tolist()})
    assert np.allclose(answer["predictions"]["probabilities"], expected, atol=1e-5)


@contextmanager
def served(model: str, store: Path):
    """Run `mlflow models serve` on a free port until the block ends; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).parent / "mlflow", "models", "serve", "-m", model]
    command += ["-p", str(port), "-h", "127.0.0.1", "--env-manager", "local", "-w", "1"]
    here = store_uri(store)  # mlflow leaves what earlier tests set in the environment
    variables = {**os.environ, "MLFLOW_TRACKING_URI": here, "MLFLOW_REGISTRY_URI": here}
    variables["DO_NOT_TRACK"] = "true"
    variables["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{variables['PATH']}"
    log = (store / "serve.log").open("wb")
    with log, subprocess.Popen(command, env=variables, stdout=log, stderr=log) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/ping", server)
            yield f"http://127.0.0.1:{port}/invocations"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url: str, server: subprocess.Popen[bytes], limit_s: float = 120) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"mlflow models serve did not answer {url}")


def ask(url: str, question: object) -> dict:
    request = urllib.request.Request(
        url, json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        pytest.fail(error.read().decode())
