"""Runs the app: binds its socket first, says where it listens, and stops in good order."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from glyphcam.calibration.errors import SettingError
from glyphcam.live.serve_connections import connection_class
from glyphcam.live.serve_settings import ServeSettings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

STOP_S = 5
"""How long requests that are under way may take once the server was told to stop."""

Say = Callable[[str], None]
MakeApp = Callable[[ServeSettings], "ASGIApp"]


def run_server(settings: ServeSettings, make: MakeApp, say: Say) -> None:
    """Serve what ``make`` makes until Ctrl-C or SIGTERM; SettingError where it cannot listen."""
    with bound(settings) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        server = _Server(_config(make(settings), settings))
        say(f"glyphcam serves {address(settings)} (Ctrl-C ends it)")
        server.run(sockets=[listener])


@contextmanager
def bound(settings: ServeSettings) -> Iterator[socket.socket]:
    """Yield a listening socket, which is closed at the end; port 0 takes any free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if hasattr(socket, "SO_REUSEADDR") and not hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingError(_why_not(settings, error)) from error
        except OverflowError:
            raise SettingError(f"no port {settings.port}: choose one from 0 to 65535") from None
        listener.listen(2048)
        yield listener


def address(settings: ServeSettings) -> str:
    """Return the address to open, with the token where one is needed."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    place = f"[{name}]" if ":" in name else name
    token = f"/?token={settings.token}" if settings.token else ""
    return f"http://{place}:{settings.port}{token}"


def _why_not(settings: ServeSettings, error: OSError) -> str:
    place = f"{settings.host} port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{place} is in use: choose another with --port, or --port 0 for any"
    if error.errno == errno.EACCES:
        return f"{place} is not allowed: choose a port over 1023 with --port"
    return f"cannot listen at {place} ({error.strerror}): choose another --host"


def _config(app: ASGIApp, settings: ServeSettings) -> uvicorn.Config:
    limits = settings.limits
    return uvicorn.Config(
        app,
        http=connection_class(limits),
        ws="websockets-sansio",
        ws_max_size=limits.live_frame_bytes,
        ws_max_queue=4,
        timeout_keep_alive=round(limits.idle_s),
        timeout_graceful_shutdown=STOP_S,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )


class _Server(uvicorn.Server):
    """Ends with status 0 on Ctrl-C and SIGTERM: a stop that was asked for is no failure."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop gently at the first signal, at once at the second; put the old handlers back."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = (signal.SIGINT, signal.SIGTERM)
        before = {name: signal.signal(name, self._stop) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True
