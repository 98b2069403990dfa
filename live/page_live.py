"""The page Live: the browser's camera to the websocket, its answers and overlays back."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from glyphcam.live.open_reader import READABLE, ReaderChoice, title_of
from glyphcam.live.web_shell import PREFIX, file_page

if TYPE_CHECKING:
    from fastapi import APIRouter
    from fastapi.responses import HTMLResponse


def router() -> APIRouter:
    """Return the page; the websocket it talks to is serve_live's."""
    from fastapi import APIRouter

    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(f"{PREFIX}/live", _page, methods=["GET"])
    return routes


def _page() -> HTMLResponse:
    choices = "".join(
        f'<option value="{name}">{html.escape(title_of(ReaderChoice(name)))}</option>'
        for name in READABLE
    )
    return file_page("Live", "page_live.html", choices=choices)
