"""The watch over connections, its clock passed in: who is late is told so, and closed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import uvicorn
from uvicorn.server import ServerState

from glyphcam.live.serve_connections import connection_class
from glyphcam.live.serve_limits import LIMITS

HALF = b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"


class Wire(asyncio.Transport):
    """A transport that keeps what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_closed = False
        self.is_aborted = False
        self.protocol: asyncio.BaseProtocol | None = None

    def write(self, data: object) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_aborted = True

    def is_closing(self) -> bool:
        return self.is_closed or self.is_aborted

    def get_protocol(self) -> asyncio.BaseProtocol:
        assert self.protocol is not None
        return self.protocol

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False


async def _no_app(scope: object, receive: object, send: object) -> None:
    await asyncio.Event().wait()


class Server:
    """A protocol class with its state, and connections made of it."""

    def __init__(self, **limits: float) -> None:
        config = uvicorn.Config(_no_app, log_level="critical")
        config.load()
        self._config, self._state = config, ServerState()
        self._class = connection_class(replace(LIMITS, **limits))

    def connect(self) -> Wire:
        wire = Wire()
        wire.protocol = self._class(config=self._config, server_state=self._state, app_state={})
        wire.protocol.connection_made(wire)
        return wire

    async def end(self) -> None:
        for task in self._state.tasks:
            task.cancel()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)


def look(wire: Wire, later_s: float) -> None:
    now_s = asyncio.get_running_loop().time()
    wire.protocol.look(now_s + later_s)


@pytest.mark.parametrize(("sent", "answer"), [(b"", b""), (b"GET / HT", b"HTTP/1.1 408")])
def test_a_request_that_does_not_come_is_closed_in_time(sent: bytes, answer: bytes) -> None:
    async def run() -> None:
        wire = Server().connect()
        if sent:
            wire.protocol.data_received(sent)
        look(wire, LIMITS.header_s - 1)
        assert not wire.is_closing()
        look(wire, LIMITS.header_s + 1)
        assert wire.is_closing()
        assert wire.written.startswith(answer)

    asyncio.run(run())


def test_a_body_must_come_as_fast_as_the_limit_says() -> None:
    async def run() -> None:
        server = Server()
        slow, fast = server.connect(), server.connect()
        for wire in (slow, fast):
            wire.protocol.data_received(HALF)
        fast.protocol.data_received(bytes(5 * LIMITS.body_bytes_per_s))
        for wire in (slow, fast):
            look(wire, LIMITS.body_grace_s + 4)
        assert slow.written.startswith(b"HTTP/1.1 408")
        assert b'"code": "too_slow"' in slow.written
        assert slow.is_closing()
        assert not fast.is_closing()
        await server.end()

    asyncio.run(run())


def test_a_connection_too_many_takes_the_place_of_the_one_that_waited_longest() -> None:
    async def run() -> None:
        server = Server(connections=3)
        wires = [server.connect() for _ in range(3)]
        wires[0].protocol.data_received(HALF)
        newest = server.connect()
        assert [wire.is_aborted for wire in (*wires, newest)] == [False, True, False, False]
        await server.end()

    asyncio.run(run())


def test_where_all_are_at_work_it_is_the_newest_that_is_closed() -> None:
    async def run() -> None:
        server = Server(connections=2)
        wires = [server.connect() for _ in range(2)]
        for wire in wires:
            wire.protocol.data_received(HALF)
        newest = server.connect()
        assert newest.is_aborted
        assert not any(wire.is_closing() for wire in wires)
        await server.end()

    asyncio.run(run())
