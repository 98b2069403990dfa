"""Several models at once, for real: two tiny ones, one that fails, and an end that leaves none."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from glyphcam.models.network import Network
from glyphcam.training.recipe import TrainOptions
from glyphcam.training.run_recipe import Order
from glyphcam.training.train_all import train_all
from glyphcam.training.train_apart import order_of, order_text
from glyphcam.training.train_process import is_news, lines_of


@pytest.fixture(scope="module")
def sets(data, tmp_path_factory):
    """1,500 digits and 1,500 Kannada digits, each in a file of its own."""
    pytest.importorskip("sklearn")
    folder = tmp_path_factory.mktemp("sets")
    for name, file in (("digits", "mnist"), ("kannada", "kannada")):
        with np.load(data / f"{file}.npz", allow_pickle=False) as arrays:
            np.savez(folder / f"{name}.npz", x=arrays["x_test"][:1500], y=arrays["y_test"][:1500])
    return folder


def order(recogniser: str, path: Path, out: Path) -> Order:
    into = out / f"{recogniser}-knn"
    asked = TrainOptions(into, (path,), is_small=True, is_quiet=True, settings={"a": "b"})
    return Order(recogniser, "knn", asked)


def test_two_models_are_trained_side_by_side_and_the_failure_of_a_third_stops_neither(
    sets, tmp_path
):
    said: list[str] = []
    orders = [order(name, sets / f"{name}.npz", tmp_path) for name in ("digits", "kannada")]
    failed = train_all([*orders, order("fashion", sets / "no.npz", tmp_path)], 2, said.append)
    assert [each.model for each in failed] == [("fashion", "knn")]
    assert failed[0].fault.startswith(f"no data at {sets / 'no.npz'}")
    for name in ("digits", "kannada"):
        network = Network.load(tmp_path / f"{name}-knn" / f"{name}-knn.onnx")
        assert network.stamp.figures["accuracy"] > 0.7
        assert any(line.startswith(f"{name} knn: training {name} knn") for line in said)
    assert said[-1].startswith("3 of 3 models after")


def test_an_order_reads_the_same_on_the_other_side(tmp_path):
    given = order("digits", tmp_path / "a.npz", tmp_path)
    assert order_of(order_text(given)) == given
    tracked = Order("asl", "cnn", TrainOptions(tmp_path), tmp_path / "store", promotes=True)
    assert order_of(order_text(tracked)) == tracked


def test_a_bar_drawn_over_itself_comes_as_lines_without_its_colours():
    drawn = io.BufferedReader(io.BytesIO(b"one\r\n\x1b[1m2/9\x1b[0m \xe2\x94\x81\r3/9\n\nlast"))
    assert list(lines_of(drawn)) == ["one", "2/9 \u2501", "3/9", "last"]


def test_what_tensorflow_says_of_itself_is_no_news_and_its_errors_are():
    chatter = "I0000 00:00:1795196594.721359   30194 port.cc:153] oneDNN custom operations are on."
    error = "E0000 00:00:1795196653.183688   30194 cuda_platform.cc:52] failed call to cuInit"
    assert not is_news(chatter)
    assert is_news(error)
    assert is_news("digits cnn: runs/digits-cnn/digits-cnn.onnx after 4.8 minutes")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells of others' children")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_kill_leave_no_training_behind(how, sets, tmp_path):
    code = (
        "import signal, sys\n"
        "from pathlib import Path\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a background job ignores it
        "from glyphcam.training.recipe import TrainOptions\n"
        "from glyphcam.training.run_recipe import Order\n"
        "from glyphcam.training.train_all import train_all\n"
        "from glyphcam.training import train_process\n"
        "start = train_process.subprocess.Popen\n"
        "def told(*given, **named):\n"
        "    process = start(*given, **named)\n"
        "    print(process.pid, flush=True)\n"
        "    return process\n"
        "train_process.subprocess.Popen = told\n"
        "data, out = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "options = TrainOptions(out, (data / 'digits.npz',), is_quiet=True)\n"
        "train_all([Order('digits', 'knn', options)], 1, lambda line: print(line, flush=True))\n"
    )
    command = [sys.executable, "-c", code, str(sets), str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        assert "training digits knn" in parent.stdout.readline()
        parent.send_signal(how)
        assert parent.wait(30) != 0
    gone = select.poll()
    gone.register(child, select.POLLIN)
    assert gone.poll(30_000), "the training goes on after what began it"
    os.close(child)
    assert not (tmp_path / "digits-knn.onnx").exists()
