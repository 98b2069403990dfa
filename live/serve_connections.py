"""Connections that cost little to hold: late headers, slow bodies and too many are closed.

uvicorn waits for ever for the first byte of a connection and for the rest of a body. Here one look
a second at every connection ends those that are late, and a new one over the limit takes the place
of the one that has waited longest.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from glyphcam.live.serve_error import error_body, phrase
from glyphcam.live.serve_limits import Limits

LOOK_S = 1.0
"""How often the connections are looked over."""

_STUCK_LOOKS = 20
"""An answer of which the client has taken nothing in so many looks is given up."""


def connection_class(limits: Limits) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol with ``limits`` kept, for one server."""
    watch = Watch(limits)

    class Connection(_Connection):
        """One client of that server."""

        _watch = watch

    return Connection


class Watch:
    """Looks over the connections of one server; times are on the loop's clock."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._held: dict[_Connection, None] = {}  # in the order they came
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: _Connection) -> None:
        """Hold one connection more, and close the one that has waited longest if it is too many."""
        self._held[connection] = None
        if len(self._held) > self.limits.connections:
            waiting = next((held for held in self._held if held.is_waiting), connection)
            self.drop(waiting)
            waiting.transport.abort()
        if self._timer is None:
            self._timer = connection.loop.call_later(LOOK_S, self._look, connection.loop)

    def drop(self, connection: _Connection) -> None:
        """Forget one that is closed or was made a websocket."""
        self._held.pop(connection, None)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now_s = loop.time()
        for connection in tuple(self._held):
            connection.look(now_s)
        self._timer = loop.call_later(LOOK_S, self._look, loop) if self._held else None


_Base: Any = AutoHTTPProtocol


class _Connection(_Base):  # type: ignore[misc]
    """uvicorn's protocol, of which only asyncio's own methods and ``cycle`` are used."""

    _watch: Watch

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._since_s = self.loop.time()
        self._received = 0
        self._counted: Any = self  # no request yet, not even one that was answered
        self._unsent, self._stuck = 0, 0
        self._watch.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget the connection."""
        self._watch.drop(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, counted from the first one of each request."""
        if self.is_waiting and self._counted is not self.cycle:
            self._counted, self._since_s, self._received = self.cycle, self.loop.time(), 0
        self._received += len(data)
        super().data_received(data)
        if self.is_waiting and self._received > self._watch.limits.header_bytes:
            self._end(431, "the headers are too large")

    @property
    def is_waiting(self) -> bool:
        """Whether no request is being received or answered."""
        return self.cycle is None or self.cycle.response_complete

    def look(self, now_s: float) -> None:
        """Close the connection where it is late at ``now_s``."""
        limits, spent_s = self._watch.limits, now_s - self._since_s
        if self.transport.get_protocol() is not self:
            self._watch.drop(self)  # a websocket, which looks after itself
        elif self.is_waiting:
            is_between = self._counted is not self.cycle and self._counted is not self
            if not is_between and spent_s > limits.header_s:
                self._end(408, "the request did not come in time")
        elif self.cycle.more_body:
            earned_s = self._received / limits.body_bytes_per_s
            if spent_s > limits.body_grace_s + earned_s:
                self._end(408, "the body came too slowly")
        else:
            self._look_at_answer()

    def _look_at_answer(self) -> None:
        unsent = self.transport.get_write_buffer_size()
        self._stuck = self._stuck + 1 if unsent and unsent == self._unsent else 0
        self._unsent = unsent
        if self._stuck > _STUCK_LOOKS:
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP in the one form; uvicorn calls this and writes plain text."""
        self.transport.write(_raw(400, "this is no HTTP request"))
        self.transport.close()

    def _end(self, status: int, sentence: str) -> None:
        if self.transport.is_closing():
            self.transport.abort()
            return
        if self._counted is not self and not (self.cycle and self.cycle.response_started):
            self.transport.write(_raw(status, sentence))
        self.transport.close()


def _raw(status: int, sentence: str) -> bytes:
    body = error_body(status, sentence)
    head = (
        f"HTTP/1.1 {status} {phrase(status).title()}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body
