"""The pool with real worker processes: batches that make themselves, a worker that hangs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_limits import LIMITS
from glyphcam.live.serve_pool import Pool
from glyphcam.live.serve_settings import ServeSettings
from glyphcam.live.serve_wire import Answer, Job, pack_answers, pack_jobs, unpack_answers

ZERO = json.dumps({"inputs": [[0] * 784]}).encode()
CHILDREN = Path("/proc/self/task") / str(os.getpid()) / "children"


def patch_job(body: bytes = ZERO) -> Job:
    return Job("patches", body, is_batched=True)


@asynccontextmanager
async def started(**limits: float) -> AsyncIterator[Pool]:
    pool = Pool(ServeSettings(workers=1, recognisers=("digits",), limits=replace(LIMITS, **limits)))
    await pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


def test_what_waits_is_taken_together_and_each_gets_its_own_answer() -> None:
    async def run() -> None:
        async with started() as pool:
            bodies = [ZERO if i % 2 else b'{"inputs": [[1]]}' for i in range(60)]
            answers = await asyncio.gather(*(pool.ask(patch_job(body)) for body in bodies))
            assert [answer.status for answer in answers] == [422, 200] * 30
            assert pool.batches.jobs == 60
            assert pool.batches.batches < 5

    asyncio.run(run())


def test_a_worker_that_hangs_is_replaced_and_the_request_tried_once_more() -> None:
    if not CHILDREN.exists():
        pytest.skip("this system does not tell a process's children")

    async def run() -> None:
        before = set(CHILDREN.read_text().split())
        async with started(work_s=1.0) as pool:
            await pool.ask(patch_job())
            [worker] = set(CHILDREN.read_text().split()) - before
            os.kill(int(worker), signal.SIGSTOP)
            assert (await pool.ask(patch_job())).status == 200
            assert pool.restarts == 1

    asyncio.run(run())


def test_too_many_that_wait_are_refused_at_once() -> None:
    async def run() -> None:
        async with started(waiting=3) as pool:
            waiting = [asyncio.create_task(pool.ask(patch_job())) for _ in range(4)]
            await asyncio.sleep(0)
            with pytest.raises(ServeError, match="too many requests wait") as told:
                await pool.ask(patch_job())
            assert told.value.status == 429
            first = await asyncio.gather(*waiting, return_exceptions=True)
            assert [one.status for one in first] == [200, 200, 200, 429]

    asyncio.run(run())


def test_who_waits_when_the_server_stops_is_told_so() -> None:
    async def run() -> list[object]:
        async with started() as pool:
            waiting = [asyncio.create_task(pool.ask(patch_job())) for _ in range(3)]
            await asyncio.sleep(0)
        return await asyncio.gather(*waiting, return_exceptions=True)

    told = asyncio.run(run())
    assert {error.status for error in told if isinstance(error, ServeError)} == {503}
    assert len(told) == 3


def test_a_message_comes_out_as_it_went_in() -> None:
    answers = [Answer(b"", 404), Answer(bytes(range(256)), note=7, media="image/jpeg")]
    packed = pack_answers(answers)
    heads = int.from_bytes(packed[:4], "little")
    assert unpack_answers(packed[8 : 8 + heads], packed[8 + heads :]) == answers
    assert len(pack_jobs([patch_job()])) > len(ZERO)
