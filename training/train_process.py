"""A training in a process of its own: what it says comes into a queue, and it never outlives us."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import cast

from glyphcam.training.run_recipe import Order
from glyphcam.training.train_apart import order_text
from glyphcam.training.train_plan import Model, cores

_BAR_EVERY_S = 30.0
_GRACE_S = 10.0
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_BAR = re.compile("\u2501|%\\|")
"""What the bars of Keras and of tqdm hold."""
_CHATTER = re.compile(
    r"[IW]\d{4} \d\d:\d\d|WARNING: All log messages before absl|To enable the following instr"
)
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class News:
    """A line that the training of a model said, or None where it has ended."""

    model: Model
    line: str | None


class Training:
    """One order being carried out; left as a context it is ended, if it has not ended itself."""

    def __init__(self, order: Order, jobs: int, news: SimpleQueue[News]) -> None:
        self.model = (order.recogniser, order.kind)
        self.start_s = time.monotonic()
        self._news, self._last = news, ""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "glyphcam.training.train_apart", order_text(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(jobs),
            start_new_session=True,  # else Ctrl-C reaches it too, in the middle of its file
        )
        name = f"hear {' '.join(self.model)}"
        self._listener = Thread(target=self._listen, name=name, daemon=True)
        self._listener.start()

    def __enter__(self) -> Training:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process and its listener."""
        with self._process as process:
            process.terminate()
            try:
                process.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            self._listener.join()

    def fault(self) -> str | None:
        """Return why an ended training failed, in its own last words, or None."""
        status = self._process.wait()
        if status == 0:
            return None
        if status < 0:
            return f"its process was ended by signal {-status}: was memory short?"
        return self._last or f"its process ended with status {status}"

    def _listen(self) -> None:
        """Pass on every line; of bars one every half a minute."""
        next_bar_s = 0.0
        for line in filter(is_news, lines_of(cast(BufferedReader, self._process.stdout))):
            if _BAR.search(line) is None:
                self._last = line
            elif time.monotonic() < next_bar_s:
                continue
            else:
                next_bar_s = time.monotonic() + _BAR_EVERY_S
            self._news.put(News(self.model, line))
        self._process.wait()
        self._news.put(News(self.model, None))


def is_news(line: str) -> bool:
    """Return whether a line is more than what TensorFlow says of itself when it is imported."""
    return _CHATTER.match(line) is None


def lines_of(stream: BufferedReader) -> Iterator[str]:
    """Give the lines of a stream as they come, those a bar draws over one another as well."""
    rest = b""
    while some := stream.read1(4096):
        *whole, rest = re.split(rb"[\r\n\b]+", rest + some)
        yield from filter(None, map(_plain, whole))
    yield from filter(None, [_plain(rest)])


def _plain(line: bytes) -> str:
    return _COLOURS.sub("", line.decode("utf-8", "replace")).strip()


def _environment(jobs: int) -> dict[str, str]:
    share = str(max(1, cores() // jobs))
    return {**dict.fromkeys(_THREADS, share), **os.environ, "PYTHONUNBUFFERED": "1"}
