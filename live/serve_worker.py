"""One worker process of the server: reads jobs from its input and answers them, one batch a time.

It is crash-only: what nobody foresaw ends it with a traceback in the server's log, and the front
starts another. What a client sent is only ever decoded here, never in the front.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

import cv2
import orjson

from glyphcam.live.serve_shelf import ServeShelf
from glyphcam.live.serve_trades import Trades, WorkLimits
from glyphcam.live.serve_wire import HEAD_BYTES, Answer, Job, lengths, pack_answers, unpack_jobs


def main() -> None:
    """Work until the input ends."""
    out = _own_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the front's: it closes the input
    cv2.setNumThreads(1)
    asked = orjson.loads(sys.argv[1])
    shelf = ServeShelf(tuple(asked.pop("recognisers")))
    trades = Trades(shelf, WorkLimits(**asked))
    shelf.open_defaults()
    _write(out, [Answer(b"")])
    while jobs := _read(sys.stdin.buffer):
        _write(out, trades.do(jobs))


def _own_output() -> BinaryIO:
    """Return the pipe to the front, and let whatever a library prints go to the log instead."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _read(stream: BinaryIO) -> list[Job]:
    head = stream.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return []
    first, second = lengths(head)
    return unpack_jobs(stream.read(first), stream.read(second))


def _write(stream: BinaryIO, answers: list[Answer]) -> None:
    stream.write(pack_answers(answers))
    stream.flush()


if __name__ == "__main__":
    main()
