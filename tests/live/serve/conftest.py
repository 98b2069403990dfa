"""What the tests of the server share: a real server in its own process, and who asks it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("fastapi", reason="the extra 'web' is not installed")

import httpx

GLYPHCAM = [sys.executable, "-c", "from glyphcam.live.cli import main; main()"]


@dataclass(frozen=True, slots=True)
class Served:
    """A running `glyphcam serve`."""

    process: subprocess.Popen[str]
    url: str
    log: Path
    said: str = ""

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, **options)

    def is_alive(self) -> bool:
        with self.client() as client:
            return self.process.poll() is None and client.get("/health").status_code == 200


@contextmanager
def running(folder: Path, *words: str) -> Iterator[Served]:
    """Run `glyphcam serve` with ``words`` at any free port until its models are open."""
    log = folder / "serve.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [*GLYPHCAM, "serve", "--port", "0", "--no-pages", *words],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=folder,
        )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+?:\d+", line)
        assert found, f"the server said {line!r} and {log.read_text()!r}"
        served = Served(process, found[0], log, line)
        wait_until_ready(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def wait_until_ready(served: Served) -> None:
    until_s = time.monotonic() + 60
    with served.client() as client:
        while time.monotonic() < until_s:
            if client.get("/ready").status_code == 200:
                return
            time.sleep(0.1)  # another process opens its models: there is nothing to wait on
    pytest.fail(f"the server did not get ready: {served.log.read_text()}")


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    """How to run a server of one's own."""
    return running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server with one worker, for every test that leaves it as it was."""
    with running(tmp_path_factory.mktemp("serve"), "--workers", "1") as served:
        yield served
        assert "Traceback" not in served.log.read_text()


@pytest.fixture
def client(server: Served) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture(scope="session")
def digits(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """MNIST's test pictures (n, 28, 28) uint8 and their labels (n,)."""
    file = np.load(data / "mnist.npz", allow_pickle=False)
    return file["x_test"][:600], file["y_test"][:600]
