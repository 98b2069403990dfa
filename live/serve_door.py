"""The door round the whole app, pages too: guard, body limits, safe headers, one form of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from glyphcam.live.serve_error import ServeError, error_body
from glyphcam.live.serve_guard import COOKIE, Guard, asked_token
from glyphcam.live.serve_settings import ServeSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'"
)
"""Pages may load what this server gives and nothing else: nothing leaves the machine."""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", _POLICY.encode()),
    (b"glyphcam-api", b"1"),
)


class Door:
    """ASGI middleware that nothing gets past without being looked at."""

    def __init__(self, app: ASGIApp, settings: ServeSettings) -> None:
        self._app = app
        self._guard = Guard(settings)
        self._limits = settings.limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request, websocket or lifespan on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        try:
            keeps_token = self._guard.check(scope)
            most = self._most_bytes(scope)
        except ServeError as error:
            await refuse(scope, receive, send, error)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        body = _Body(receive, _Answer(send, scope, keeps_token), most)
        try:
            await self._app(scope, body.receive, body.answer.send)
        except ClientDisconnect:
            return  # it left in the middle of its body: there is nobody to answer
        except _OverLimit:
            if not body.answer.has_begun:
                await refuse(scope, receive, send, _too_large(most))

    def _most_bytes(self, scope: Scope) -> int:
        """Return how many bytes the body may have; ServeError where it announces more."""
        if scope["type"] == "websocket":
            return 0
        is_film = scope["path"].endswith("/upload")
        most = self._limits.film_bytes if is_film else self._limits.body_bytes
        for name, value in scope["headers"]:
            if name == b"content-length" and value.isdigit() and int(value) > most:
                raise _too_large(most)
            if name == b"content-encoding" and value.strip().lower() != b"identity":
                raise ServeError(415, "a packed body is not taken: send it without compression")
        return most


class _OverLimit(Exception):
    """More came than the limit; never leaves this file."""


class _Body:
    """Counts what is received."""

    __slots__ = ("_left", "_receive", "answer")

    def __init__(self, receive: Receive, answer: _Answer, most: int) -> None:
        self._receive = receive
        self._left = most
        self.answer = answer

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise _OverLimit
        return message


class _Answer:
    """Adds the safe headers, and the token's cookie where it was asked for by the address."""

    __slots__ = ("_scope", "_send", "_token", "has_begun")

    def __init__(self, send: Send, scope: Scope, keeps_token: bool) -> None:
        self._send = send
        self._scope = scope
        self._token = keeps_token
        self.has_begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = [*message.get("headers", ()), *_HEADERS]
            if self._token:
                headers.append((b"set-cookie", _cookie_of(self._scope)))
            message = {**message, "headers": headers}
        await self._send(message)


async def refuse(scope: Scope, receive: Receive, send: Send, error: ServeError) -> None:
    """Answer ``error`` to a request, or close a websocket that has not been accepted."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": error.code})
        return
    body = error_body(error.status, str(error), error.code)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        # What is left of the body is not waited for.
        (b"connection", b"close"),
        *_HEADERS,
    ]
    if error.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _cookie_of(scope: Scope) -> bytes:
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    return f"{COOKIE}={asked_token(scope)}; Path=/; HttpOnly; SameSite=Strict{secure}".encode()


def _too_large(most: int) -> ServeError:
    return ServeError(413, f"the body is over {most / 1024 / 1024:.0f} MiB, the most that is taken")
