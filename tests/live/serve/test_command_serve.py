"""`glyphcam serve` as a program: where it listens, what it says, how it stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.live import command_serve

GLYPHCAM = [sys.executable, "-c", "from glyphcam.live.cli import main; main()", "serve"]


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GLYPHCAM, *words], capture_output=True, text=True, timeout=60)


def test_a_port_in_use_is_one_sentence_and_status_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = run("--port", str(taken.getsockname()[1]))
    assert told.returncode == 2
    assert re.fullmatch(r"glyphcam: 127\.0\.0\.1 port \d+ is in use: .*--port 0.*\n", told.stderr)


def test_an_address_that_is_not_this_machines_is_one_sentence() -> None:
    told = run("--host", "192.0.2.1", "--port", "0")
    assert told.returncode == 2
    assert "cannot listen at 192.0.2.1" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_good_order_and_takes_its_workers_along(
    serve: Any, tmp_path: Path, ending: signal.Signals
) -> None:
    with serve(tmp_path, "--workers", "1") as served:
        process = served.process
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        process.send_signal(ending)
        assert process.wait(20) == 0
        assert served.log.read_text() == ""
    assert not [number for number in workers if Path(f"/proc/{number}").exists()]


def test_a_worker_that_is_killed_is_replaced_and_nobody_notices(serve: Any, tmp_path: Path) -> None:
    with serve(tmp_path, "--workers", "2") as served, served.client() as client:
        children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell a process's children")
        for number in children.read_text().split():
            subprocess.run(["kill", "-9", number], check=True)
        for _ in range(30):
            answer = client.post("/predict/patch", json={"inputs": [[0] * 784]})
            assert answer.status_code == 200
        until_s = time.monotonic() + 60
        while client.get("/ready").status_code != 200 and time.monotonic() < until_s:
            time.sleep(0.1)  # another process opens its models: there is nothing to wait on
        assert "glyphcam_worker_restarts 2.0" in client.get("/metrics").text


def test_the_server_gone_its_workers_end(serve: Any, tmp_path: Path) -> None:
    with serve(tmp_path, "--workers", "1") as served:
        children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children")
        if not children.exists():
            pytest.skip("this system does not tell a process's children")
        [worker] = children.read_text().split()
        served.process.kill()
        served.process.wait(20)
        until_s = time.monotonic() + 20
        while Path(f"/proc/{worker}").exists() and time.monotonic() < until_s:
            time.sleep(0.05)  # another process ends: there is nothing to wait on
        assert not Path(f"/proc/{worker}").exists()


def test_for_other_machines_it_says_what_that_means_and_makes_a_token(
    serve: Any, tmp_path: Path
) -> None:
    with serve(tmp_path, "--host", "0.0.0.0", "--workers", "1") as served:
        assert "anybody who can reach this address" in served.log.read_text()
        assert re.search(r"\?token=[\w-]{20,}", served.said)
        assert httpx.get(f"{served.url}/models").status_code == 401
        token = served.said.rpartition("token=")[2].split()[0]
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{served.url}/models", headers=headers).status_code == 200


def test_a_missing_extra_is_one_sentence_with_the_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_serve, "NEEDED", ("a_package_that_is_not_there",))
    told = CliRunner().invoke(command_serve.serve, [])
    assert isinstance(told.exception, MissingExtra)
    assert "pip install 'glyphcam[web]'" in str(told.exception)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--token", "short"], "8 or more"),
        (["--token", "with space in it"], "8 or more"),
        (["--recognisers", "digits,elvish"], "no recogniser 'elvish'"),
        (["--recognisers", " , "], "names none"),
    ],
)
def test_an_option_that_cannot_be_used_is_one_sentence(words: list[str], sentence: str) -> None:
    told = CliRunner().invoke(command_serve.serve, words)
    assert isinstance(told.exception, SettingError)
    assert sentence in str(told.exception)
