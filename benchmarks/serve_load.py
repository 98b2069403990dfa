"""Load for one server at 127.0.0.1: kept-alive connections, requests made beforehand, times kept.

It sends no more than it is told to, in count and in time, and never to another machine.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

HOST = "127.0.0.1"


@dataclass(slots=True)
class Found:
    """``taken_s`` one time an answer; ``spent_s`` from the first request to the last answer."""

    taken_s: list[float] = field(default_factory=list)
    spent_s: float = 0.0
    refused: int = 0

    @property
    def rate_hz(self) -> float:
        """Answers a second."""
        return len(self.taken_s) / self.spent_s if self.spent_s else 0.0

    def percentile_ms(self, percent: float) -> float:
        """Return the time in ms that ``percent`` of the answers did not exceed."""
        return round(float(np.percentile(self.taken_s, percent)) * 1000, 2)


class Connection(asyncio.Protocol):
    """One kept-alive connection: a request at a time, its answer's status and nothing else."""

    def __init__(self) -> None:
        self._buffer = b""
        self._missing = -1
        self._status = 0
        self._done: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out."""
        self._transport = transport  # type: ignore[assignment]

    def connection_lost(self, error: Exception | None) -> None:
        """Fail whoever waits for an answer."""
        if self._done is not None and not self._done.done():
            self._done.set_exception(ConnectionError("the server closed the connection"))

    def ask(self, request: bytes) -> asyncio.Future[int]:
        """Send one request; the future is its answer's status."""
        self._done = asyncio.get_running_loop().create_future()
        assert self._transport is not None
        self._transport.write(request)
        return self._done

    def data_received(self, data: bytes) -> None:
        """Count an answer's bytes until it is whole."""
        if self._missing < 0:
            self._buffer += data
            head, found, data = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            self._status = int(head[9:12])
            at = head.lower().index(b"content-length:") + 15
            self._missing = int(head[at : at + 12].split(b"\r")[0])
            self._buffer = b""
        self._missing -= len(data)
        if self._missing <= 0 and self._done is not None:
            self._missing = -1
            self._done.set_result(self._status)

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


def request(path: str, body: bytes, headers: str = "") -> bytes:
    """Return the bytes of one POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n{headers}\r\n"
    )
    return head.encode() + body


def as_fast_as_it_goes(
    port: int, requests: Sequence[bytes], connections: int, seconds: float, most: int = 10**9
) -> Found:
    """Let every connection send its next request as soon as it is answered."""

    async def drive(each: Sequence[Connection], found: Found) -> None:
        until_s, left = time.perf_counter() + seconds, iter(range(most))

        async def one(connection: Connection, first: int) -> None:
            at = first
            while time.perf_counter() < until_s and next(left, None) is not None:
                await _timed(connection, requests[at % len(requests)], time.perf_counter(), found)
                at += len(each)

        await asyncio.gather(*(one(connection, i) for i, connection in enumerate(each)))

    return _run(port, connections, drive)


def at_a_rate(
    port: int, requests: Sequence[bytes], connections: int, seconds: float, rate_hz: float
) -> Found:
    """Send ``rate_hz`` requests a second, each timed from when it was due, not from when it left.

    A request that waits for a free connection has been waiting since it was due: a server that
    stands still for a moment is not let off.
    """

    async def drive(each: Sequence[Connection], found: Found) -> None:
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for connection in each:
            free.put_nowait(connection)

        async def one(connection: Connection, at: int, due_s: float) -> None:
            await _timed(connection, requests[at % len(requests)], due_s, found)
            free.put_nowait(connection)

        began_s, tasks = time.perf_counter(), set()
        for at in range(round(seconds * rate_hz)):
            due_s = began_s + at / rate_hz
            if (early_s := due_s - time.perf_counter()) > 0:
                await asyncio.sleep(early_s)
            task = asyncio.create_task(one(await free.get(), at, due_s))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await asyncio.gather(*tasks)

    return _run(port, connections, drive)


async def _timed(connection: Connection, content: bytes, since_s: float, found: Found) -> None:
    status = await connection.ask(content)
    if status == 200:
        found.taken_s.append(time.perf_counter() - since_s)
    else:
        found.refused += 1


Drive = Callable[[Sequence[Connection], Found], Awaitable[None]]


def _run(port: int, connections: int, drive: Drive) -> Found:
    found = Found()

    async def all_of_it() -> None:
        loop = asyncio.get_running_loop()
        each = [
            (await loop.create_connection(Connection, HOST, port))[1] for _ in range(connections)
        ]
        began_s = time.perf_counter()
        await drive(each, found)
        found.spent_s = time.perf_counter() - began_s
        for connection in each:
            connection.close()

    gc.disable()
    try:
        _loop_runner()(all_of_it())
    finally:
        gc.enable()
    return found


def _loop_runner() -> Callable[..., None]:
    try:
        import uvloop
    except ImportError:
        return asyncio.run
    run: Callable[..., None] = uvloop.run
    return run
