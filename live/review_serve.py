"""`glyphcam review` in the browser: this machine only, a random token, ended from the page."""

from __future__ import annotations

import secrets
import signal
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.calibration.errors import MissingExtra

if TYPE_CHECKING:
    from fastapi import FastAPI

    from glyphcam.live.review_page import ReviewSettings
    from glyphcam.live.serve_settings import ServeSettings

Say = Callable[[str], None]

PREFIX = "/review"


def serve_review(
    folder: Path | None, reviewer: str, port: int, *, opens_browser: bool, say: Say
) -> None:
    """Serve the page until Ctrl-C or until its tab says that all is done.

    ``port`` 0 takes any free one. MissingExtra where FastAPI is not installed, SettingError where
    the port cannot be had.
    """
    try:
        from glyphcam.live.review_page import ReviewSettings
        from glyphcam.live.serve_run import run_server
    except ModuleNotFoundError as error:
        if error.name not in ("fastapi", "uvicorn", "pydantic"):
            raise
        raise MissingExtra("web", "the review page") from error
    from glyphcam.live.review_page import ReviewSettings
    from glyphcam.live.serve_settings import ServeSettings

    wanted = ReviewSettings(folder, reviewer, _end, has_links=False)

    def make(settings: ServeSettings) -> FastAPI:
        address = f"http://{settings.host}:{settings.port}{PREFIX}?token={settings.token}"
        say(f"the review page: {address} (Finish on the page or Ctrl-C ends it)")
        if opens_browser:
            # A thread, because a browser that is started may block until it is closed.
            threading.Timer(OPEN_AFTER_S, webbrowser.open, [address]).start()
        return make_review_app(settings, wanted)

    settings = ServeSettings(port=port, token=secrets.token_urlsafe(16))
    run_server(replace(settings, workers=1), make, lambda told: None)


OPEN_AFTER_S = 0.3
"""The socket listens already: the browser only waits for the app to answer."""


def make_review_app(settings: ServeSettings, wanted: ReviewSettings) -> FastAPI:
    """Return an app with the review page alone, behind the same door as `glyphcam serve`."""
    from fastapi import FastAPI
    from fastapi.responses import RedirectResponse, Response

    from glyphcam.live.review_page import review_router
    from glyphcam.live.serve_door import Door
    from glyphcam.live.serve_refusals import add_refusals

    app = FastAPI(title="Glyphcam review", docs_url=None, redoc_url=None, openapi_url=None)
    add_refusals(app)
    app.add_middleware(Door, settings=settings)
    app.include_router(review_router(wanted), prefix=PREFIX)

    @app.get("/")
    def front() -> RedirectResponse:
        return RedirectResponse(PREFIX)

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(status_code=204)

    return app


def _end() -> None:
    """End the server as Ctrl-C does, once the answer to the page is on its way."""
    threading.Timer(0.2, signal.raise_signal, [signal.SIGINT]).start()
