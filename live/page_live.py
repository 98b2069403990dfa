"""The page Live: the browser's camera to the websocket, its answers and overlays back."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from glyphcam.live.open_reader import AUTO, ReaderChoice, title_of
from glyphcam.live.web_shell import PREFIX, file_page

if TYPE_CHECKING:
    from fastapi import APIRouter


def router(recognisers: tuple[str, ...]) -> APIRouter:
    """Return the page, which offers ``recognisers``; the websocket it talks to is serve_live's."""
    from fastapi import APIRouter
    from fastapi.responses import HTMLResponse

    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{PREFIX}/live")
    def page() -> HTMLResponse:
        return file_page("Live", "page_live.html", choices=_choices(recognisers))

    return routes


def _choices(recognisers: tuple[str, ...]) -> str:
    """Return the options: what is served, and a hand or a card where both are."""
    names = [*recognisers, *([AUTO] if {"asl", "characters"} <= set(recognisers) else [])]
    return "".join(
        f'<option value="{name}">{html.escape(title_of(ReaderChoice(name)))}</option>'
        for name in names
    )
