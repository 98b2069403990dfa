"""Connections that hold on, bodies that do not come, answers that are not taken."""

from __future__ import annotations

import resource
import socket
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

CROWD = 2500
"""Connections held open at once, over and over."""

PART = b"POST /predict/patch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n{"


def connect(port: int) -> socket.socket:
    """A connection, of which the server may or may not want to know."""
    own = socket.create_connection(("127.0.0.1", port), timeout=30)
    return own


def answer_of(own: socket.socket) -> bytes:
    """Everything until the server closes."""
    parts = []
    try:
        while part := own.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        parts.append(b"")
    return b"".join(parts)


@pytest.mark.parametrize("times", [1, pytest.param(4, marks=pytest.mark.soak)])
def test_ten_thousand_connections_held_open_leave_the_server_answering(
    server: Any, times: int
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < CROWD + 200:
        pytest.skip(f"this machine lets a process open {hard} files: {CROWD + 200} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, CROWD + 200), hard))
    try:
        for _ in range(times):
            with ExitStack() as held:
                for i in range(CROWD):
                    own = held.enter_context(connect(server.port))
                    if i % 2:
                        own.sendall(PART[: 20 + i % 50])
                assert server.is_alive()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_headers_without_an_end_are_refused(server: Any) -> None:
    with connect(server.port) as own:
        own.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        with pytest.raises((BrokenPipeError, ConnectionResetError, AssertionError)):
            for _ in range(100):
                own.sendall(b"X-Long: " + b"a" * 8000 + b"\r\n")
            assert not answer_of(own).startswith(b"HTTP/1.1 431")
    assert server.is_alive()


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\x01\x02 not http at all\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /predict HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_is_no_http_is_refused_or_closed(server: Any, sent: bytes) -> None:
    with connect(server.port) as own:
        own.sendall(sent)
        own.shutdown(socket.SHUT_WR)
        answer = answer_of(own)
    assert answer.startswith(b"HTTP/1.1 4") or not answer
    assert b'"error"' in answer or not answer
    assert server.is_alive()


def test_a_client_that_leaves_in_the_middle_of_its_body_does_no_harm(
    server: Any, client: httpx.Client
) -> None:
    for _ in range(50):
        with connect(server.port) as own:
            own.sendall(PART)
    assert client.post("/predict/patch", json={"inputs": [[0] * 784]}).status_code == 200
