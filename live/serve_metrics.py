"""Counts and times for Prometheus, in a registry of the app's own."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from glyphcam.live.serve_pool import Pool

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_TIMES_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """What is counted of one app."""

    def __init__(self, pool: Pool) -> None:
        own = self._registry = CollectorRegistry()
        names = ("route", "status")
        self.requests = Counter(
            "glyphcam_requests", "Requests answered, by route and status.", names, registry=own
        )
        self.seconds = Histogram(
            "glyphcam_request_seconds", "Time from a request's first byte of body to its answer.",
            ("route",), registry=own, buckets=_TIMES_S,
        )  # fmt: skip
        self.live_clients = Gauge(
            "glyphcam_live_clients", "Clients that send frames.", registry=own
        )
        self.frames = Counter("glyphcam_live_frames", "Frames of them answered.", registry=own)
        for name, about, value in (
            ("glyphcam_waiting_jobs", "Jobs that wait for a worker.", lambda: pool.waiting),
            ("glyphcam_worker_restarts", "Workers that had to be started again.",
             lambda: pool.restarts),
            ("glyphcam_batches", "Batches handed to workers.", lambda: pool.batches.batches),
            ("glyphcam_batched_jobs", "Jobs in those batches.", lambda: pool.batches.jobs),
        ):  # fmt: skip
            Gauge(name, about, registry=own).set_function(value)
        self.count_of = lru_cache(1024)(self.requests.labels)
        self.times_of = lru_cache(256)(self.seconds.labels)

    def text(self) -> bytes:
        """Return everything in Prometheus' text form."""
        return generate_latest(self._registry)


class Measured:
    """ASGI middleware that counts every answer by the route that gave it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on and count its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began_s, status = time.perf_counter(), "none"

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            # Not the address itself: a stranger could make a new series with every request.
            route = getattr(scope.get("route"), "path", None) or "other"
            self._metrics.count_of(route, status).inc()
            self._metrics.times_of(route).observe(time.perf_counter() - began_s)
