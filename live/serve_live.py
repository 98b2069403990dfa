"""The websocket /live: a client sends frames, and gets each newest one's reading back.

A client sends JPEG frames as binary messages and gets two messages for each frame that was read:
the JSON (see ``_told`` in serve_live_reader.py), then, unless it asked with ``picture=0``, the
frame with the overlay drawn as a JPEG. A frame that was overtaken by a newer one gets no answer;
``frame`` in the JSON counts those that came, from 0. Refusals are the one JSON form and a close.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.websockets import WebSocket, WebSocketDisconnect

from glyphcam.live.serve_error import ServeError, error_body
from glyphcam.live.serve_limits import Limits
from glyphcam.live.serve_wire import Answer, Job

if TYPE_CHECKING:
    from starlette.types import Message

    from glyphcam.live.serve_metrics import Metrics
    from glyphcam.live.serve_pool import Pool

MOST_BAD = 5
"""So many frames one after another that are no pictures, and the client is sent away."""

_ASKED = ("recogniser", "model", "mirror", "picture")
"""What a client may ask for: in the address, and later in a text message."""


def live_routes(pool: Pool, limits: Limits, metrics: Metrics) -> APIRouter:
    """Return the websocket's route."""
    routes = APIRouter()
    room = _Room(pool, limits, metrics)

    @routes.websocket("/live")
    @routes.websocket("/v1/live")
    async def live(socket: WebSocket) -> None:
        await room.serve(socket)

    return routes


class _Room:
    """The clients there are, and which worker each keeps to."""

    def __init__(self, pool: Pool, limits: Limits, metrics: Metrics) -> None:
        self._pool = pool
        self._limits = limits
        self._metrics = metrics
        self._pinned: dict[str, int] = {}
        self._numbers = itertools.count()

    async def serve(self, socket: WebSocket) -> None:
        """Serve one client until it goes, is idle too long, or sends what cannot be read."""
        await socket.accept()
        if len(self._pinned) >= self._limits.live_clients:
            await _end(socket, ServeError(429, "too many clients send frames: try again later"))
            return
        key = str(next(self._numbers))
        member = self._pinned[key] = self._pool.least_pinned(list(self._pinned.values()))
        self._metrics.live_clients.set(len(self._pinned))
        client = LiveClient(socket, partial(self._read, member), _words(socket, key), self._limits)
        try:
            await client.run()
        except ServeError as error:
            await _end(socket, error)
        finally:
            del self._pinned[key]
            self._metrics.live_clients.set(len(self._pinned))
            with suppress(ServeError):
                await self._pool.ask(Job("leave", words={"client": key}), member)

    async def _read(self, member: int, job: Job) -> Answer:
        answer = await self._pool.ask(job, member)
        self._metrics.frames.inc()
        return answer


@dataclass(frozen=True, slots=True)
class _Frame:
    """One JPEG as it came: number ``index`` of its client, ``seconds`` after the first."""

    content: bytes
    index: int
    seconds: float


class LiveClient:
    """One socket: what receives keeps the newest frame alone, what reads takes it from there.

    ``words`` are sent with every frame: the client's key and what it asked for.
    """

    def __init__(
        self,
        socket: WebSocket,
        read: Callable[[Job], Awaitable[Answer]],
        words: dict[str, str],
        limits: Limits,
    ) -> None:
        self._socket = socket
        self._read = read
        self._words = words
        self._limits = limits
        self._newest: _Frame | None = None
        self._came = asyncio.Event()

    async def run(self) -> None:
        """Answer frames until the client goes; ServeError where it is sent away."""
        tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._answer())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for error in results:
            if isinstance(error, BaseException) and not isinstance(error, _GONE):
                raise error

    async def _receive(self) -> None:
        count, began_s = 0, None
        while True:
            message = await self._next()
            if message.get("text") is not None:
                self._words.update(_wish(message["text"]))
                continue
            now_s = time.monotonic()
            began_s = now_s if began_s is None else began_s
            self._newest = _Frame(message["bytes"], count, now_s - began_s)
            count += 1
            self._came.set()

    async def _next(self) -> Message:
        try:
            message = await asyncio.wait_for(self._socket.receive(), self._limits.live_idle_s)
        except asyncio.TimeoutError:
            raise ServeError(408, "no frame came for too long") from None
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        return message

    async def _answer(self) -> None:
        bad = 0
        while True:
            await self._came.wait()
            self._came.clear()
            frame, self._newest = self._newest, None
            if frame is None:
                continue
            answer = await self._read(Job("live", frame.content, self._words_of(frame)))
            bad = bad + 1 if answer.status != 200 else 0
            await self._send(answer)
            if bad >= MOST_BAD:
                raise ServeError(422, "what came were no pictures that can be read")

    def _words_of(self, frame: _Frame) -> dict[str, str]:
        return {**self._words, "frame": str(frame.index), "seconds": f"{frame.seconds:.4f}"}

    async def _send(self, answer: Answer) -> None:
        """Send the two messages of one frame; a client that takes nothing is sent away."""
        end = answer.note or len(answer.body)
        try:
            await asyncio.wait_for(self._send_parts(answer.body, end), self._limits.live_idle_s)
        except asyncio.TimeoutError:
            raise WebSocketDisconnect(1006) from None

    async def _send_parts(self, body: bytes, end: int) -> None:
        await self._socket.send_text(body[:end].decode())
        if body[end:]:
            await self._socket.send_bytes(body[end:])


_GONE = (WebSocketDisconnect, asyncio.CancelledError)


def _words(socket: WebSocket, key: str) -> dict[str, str]:
    query = socket.query_params
    asked = {name: query[name] for name in _ASKED if query.get(name)}
    return {"picture": "1", **asked, "client": key}


def _wish(text: str) -> dict[str, str]:
    """Return what a text message changes; an empty word takes a wish back."""
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        raise ServeError(400, "a text message must be a JSON object of wishes") from None
    if not isinstance(asked, dict) or not all(isinstance(asked.get(n, ""), str) for n in _ASKED):
        raise ServeError(422, f"a wish is one of {', '.join(_ASKED)}, each a word")
    return {name: asked[name] for name in _ASKED if name in asked}


async def _end(socket: WebSocket, error: ServeError) -> None:
    """Say why, and close."""
    code = 1013 if error.status == 429 else 1000 if error.status == 408 else 1008
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.send_text(error_body(error.status, str(error), error.code).decode())
        await socket.close(code)
