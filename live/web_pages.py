"""The pages of `glyphcam serve`, mounted on its app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.live.kannada_digits import FONT
from glyphcam.live.session_folder import DEFAULT_ROOT
from glyphcam.live.web_shell import PREFIX

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI


@dataclass(frozen=True, slots=True)
class PageSettings:
    """``sessions`` is the folder of recorded sessions, ``data`` the one of training data, if any.

    Without ``data`` the page Explain shows no training examples.
    """

    sessions: Path = DEFAULT_ROOT
    data: Path | None = None


def mount(app: FastAPI, settings: PageSettings | None = None) -> None:
    """Add every page to ``app``: / leads to the first of them."""
    from glyphcam.live import page_draw

    asked = settings or PageSettings()
    for routes in (_front(), page_draw.router()):
        app.include_router(routes)


def _front() -> APIRouter:
    from fastapi import APIRouter
    from fastapi.responses import FileResponse, RedirectResponse

    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    @routes.get(PREFIX)
    @routes.get(f"{PREFIX}/")
    def front() -> RedirectResponse:
        return RedirectResponse(f"{PREFIX}/live")

    @routes.get(f"{PREFIX}/kannada-digits.ttf")
    def font() -> FileResponse:
        return FileResponse(FONT, media_type="font/ttf")

    return routes
