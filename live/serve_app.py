"""The web app: routes of programs, one form of errors, and the door round all of it."""

from __future__ import annotations

import importlib
import importlib.util

from fastapi import FastAPI

from glyphcam.live.serve_door import Door
from glyphcam.live.serve_refusals import add_refusals
from glyphcam.live.serve_settings import ServeSettings

TITLE = "Glyphcam"


def make_app(settings: ServeSettings, *, has_pages: bool = False) -> FastAPI:
    """Return the app that serves ``settings``; its workers start and end with its lifespan.

    ``has_pages`` puts the browser's pages on it.
    """
    app = FastAPI(title=TITLE, docs_url=None, redoc_url=None)
    app.state.settings = settings
    add_refusals(app)
    app.add_middleware(Door, settings=settings)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    if has_pages and importlib.util.find_spec("glyphcam.live.pages_app") is not None:
        pages = importlib.import_module("glyphcam.live.pages_app")
        paged: FastAPI = pages.add_pages(app, settings)
        return paged
    return app
