"""The pages of `glyphcam serve`, mounted on its app."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.live.kannada_digits import FONT
from glyphcam.live.session_folder import DEFAULT_ROOT
from glyphcam.live.web_shell import PREFIX
from glyphcam.models.recognisers import RECOGNISERS

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI


def _data_folder() -> Path | None:
    """Return the folder of training sets that GLYPHCAM_DATA names, if it is there."""
    folder = Path(os.environ.get("GLYPHCAM_DATA", ""))
    return folder if os.environ.get("GLYPHCAM_DATA") and folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``sessions`` is the folder of recorded sessions, ``data`` the one of training data, if any.

    Without ``data`` the page Explain shows no training examples. ``recognisers`` are those that the
    websocket of the page Live serves.
    """

    sessions: Path = DEFAULT_ROOT
    data: Path | None = field(default_factory=_data_folder)
    recognisers: tuple[str, ...] = tuple(RECOGNISERS)


def mount(app: FastAPI, settings: PageSettings) -> None:
    """Add every page to ``app``: / leads to the first of them."""
    from glyphcam.live import page_explain, page_upload
    from glyphcam.live.web_gradio import GradioPage, mount_gradio, upload_folder
    from glyphcam.live.web_kept import KeptFilms

    films = KeptFilms(upload_folder() / "films")
    app.include_router(films.router())
    mount_plain(app, settings)
    mount_gradio(
        app,
        [
            GradioPage("Upload", "upload", page_upload.builder(films.keep)),
            GradioPage("Explain", "explain", page_explain.builder(settings.data)),
        ],
    )


def mount_plain(app: FastAPI, settings: PageSettings) -> None:
    """Add the pages that do without Gradio, to whom milliseconds or plain tables matter."""
    from glyphcam.live import page_draw, page_live, page_models, page_sessions
    from glyphcam.live.review_page import review_router

    routers = (
        _front(),
        page_live.router(settings.recognisers),
        page_draw.router(),
        page_models.router(),
        page_sessions.router(settings.sessions),
    )
    for routes in routers:
        app.include_router(routes)
    app.include_router(review_router(), prefix="/review")


_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="7" fill="#176f42"/><path d="M22 11a8 8 0 1 0 2 6h-7" fill="none" stroke="#fff" '
    'stroke-width="3.4" stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def _front() -> APIRouter:
    from fastapi import APIRouter
    from fastapi.responses import FileResponse, RedirectResponse, Response

    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    @routes.get(PREFIX)
    @routes.get(f"{PREFIX}/")
    def front() -> RedirectResponse:
        return RedirectResponse(f"{PREFIX}/live")

    @routes.get("/favicon.ico")
    def icon() -> Response:
        return Response(_ICON, media_type="image/svg+xml")

    @routes.get("/manifest.json")
    def manifest() -> dict[str, str]:
        return {
            "name": "Glyphcam",
            "short_name": "Glyphcam",
            "start_url": "/",
            "display": "browser",
        }

    @routes.get(f"{PREFIX}/kannada-digits.ttf")
    def font() -> FileResponse:
        return FileResponse(FONT, media_type="font/ttf")

    return routes
