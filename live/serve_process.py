"""One worker process: started, asked over its pipes, ended; a late answer ends it too."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence

import orjson

from glyphcam.live.serve_settings import ServeSettings
from glyphcam.live.serve_wire import (
    HEAD_BYTES,
    Answer,
    Job,
    lengths,
    pack_jobs,
    unpack_answers,
)

START_S = 60.0
"""How long a worker may take to open its models."""

_END_S = 3.0

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Processes share the cores: threads of their own would only stand in each other's way."""


class WorkerDied(Exception):
    """The process has ended, or was ended because it took too long; never leaves the pool."""


class WorkerProcess:
    """A child that does jobs; it ends with its input, so it never outlives the server."""

    def __init__(self, settings: ServeSettings) -> None:
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[int] | None = None
        self.has_worked = False

    @property
    def is_running(self) -> bool:
        """Whether the child was started and has not ended."""
        return self._process is not None and self._process.returncode is None

    async def start(self, on_end: Callable[[], object]) -> None:
        """Start the child and wait until its models are open; WorkerDied where it fails.

        ``on_end`` is called when the child ends, for whatever reason.
        """
        limits = self._settings.limits
        asked = orjson.dumps(
            {
                "recognisers": self._settings.recognisers,
                "pixels": limits.picture_pixels,
                "patches": limits.patches,
                "live_pixels": limits.live_pixels,
                "queue": "" if self._settings.queue is None else str(self._settings.queue),
            }
        )
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "glyphcam.live.serve_worker",
            asked.decode(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=1024 * 1024,
            env={**os.environ, **_ONE_THREAD},
        )
        self._watch = asyncio.get_running_loop().create_task(self._process.wait())
        self._watch.add_done_callback(lambda _: on_end())
        await self._answers(START_S)

    async def ask(self, jobs: Sequence[Job]) -> list[Answer]:
        """Return the answers to ``jobs``; WorkerDied where the child ends before it gave them."""
        process = self._running()
        try:
            process.stdin.write(pack_jobs(jobs))  # type: ignore[union-attr]
            await process.stdin.drain()  # type: ignore[union-attr]
        except (ConnectionError, RuntimeError) as error:
            raise WorkerDied from error
        answers = await self._answers(self._settings.limits.work_s)
        self.has_worked = True
        return answers

    async def end(self) -> None:
        """Close the child's input, and kill it where it does not end by itself."""
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _END_S)
        except asyncio.TimeoutError:
            process.kill()
            await process.wait()

    async def _answers(self, timeout_s: float) -> list[Answer]:
        process = self._running()
        timer = asyncio.get_running_loop().call_later(timeout_s, _kill, process)
        try:
            head = await process.stdout.readexactly(HEAD_BYTES)  # type: ignore[union-attr]
            first, second = lengths(head)
            rest = await process.stdout.readexactly(first + second)  # type: ignore[union-attr]
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise WorkerDied from error
        finally:
            timer.cancel()
        return unpack_answers(rest[:first], rest[first:])

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or not self.is_running:
            raise WorkerDied
        return self._process


def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
