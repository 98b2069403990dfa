"""The web app: routes of programs, one form of errors, and the door round all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI

from glyphcam.live.serve_docs import docs_routes
from glyphcam.live.serve_door import Door
from glyphcam.live.serve_live import live_routes
from glyphcam.live.serve_metrics import Measured, Metrics
from glyphcam.live.serve_pool import Pool
from glyphcam.live.serve_refusals import add_refusals
from glyphcam.live.serve_routes import reading_routes, state_routes
from glyphcam.live.serve_settings import ServeSettings
from glyphcam.live.serve_v2 import v2_routes

API_PREFIX = "/v1"
"""Every route of programs also answers here; only a change that breaks clients makes a /v2 of it.

The Open Inference Protocol has its own number, /v2, which is not this one.
"""

_ABOUT = (
    "Reads American Sign Language letters, handwriting and goods. Every route also answers under "
    "/v1, which stays as it is; errors are one form: error, code, status."
)


def make_app(settings: ServeSettings, *, has_pages: bool = False) -> FastAPI:
    """Return the app that serves ``settings``; its workers start and end with its lifespan.

    ``has_pages`` puts the browser's pages on it. ``app.state`` holds ``settings`` and ``pool``.
    """
    pool = Pool(settings)
    metrics = Metrics(pool)
    app = FastAPI(
        title="Glyphcam",
        description=_ABOUT,
        version=version("glyphcam"),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.pool = pool
    add_refusals(app)
    app.add_middleware(Measured, metrics=metrics)
    app.add_middleware(Door, settings=settings)
    for prefix in ("", API_PREFIX):
        for routes in (reading_routes(pool), state_routes(pool, metrics.text)):
            app.include_router(routes, prefix=prefix, include_in_schema=not prefix)
    app.include_router(v2_routes(pool))
    app.include_router(docs_routes(app))
    app.include_router(live_routes(pool, settings.limits, metrics))
    if has_pages:
        from glyphcam.live.web_pages import PageSettings, mount

        mount(app, PageSettings(settings.sessions, recognisers=settings.recognisers))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    await app.state.pool.start()
    try:
        yield
    finally:
        await app.state.pool.stop()
