"""The frame every page stands in: one look, one row of links, nothing from outside."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

PREFIX = "/pages"
"""Every page's address begins so; what programs ask for lies elsewhere."""


@dataclass(frozen=True, slots=True)
class Link:
    """A page's name in the row of links, and its address."""

    name: str
    path: str


LINKS = (
    Link("Live", f"{PREFIX}/live"),
    Link("Draw", f"{PREFIX}/draw"),
    Link("Upload", f"{PREFIX}/upload"),
    Link("Explain", f"{PREFIX}/explain"),
    Link("Models", f"{PREFIX}/models"),
    Link("Sessions", f"{PREFIX}/sessions"),
    Link("Review", "/review"),
)


def style() -> str:
    """Return the one style sheet, as a style element."""
    return _part("web_style.html")


def top(current: str) -> str:
    """Return the row of links; ``current`` is the name of the page it stands on."""
    items = "".join(
        f'<li><a href="{link.path}"{_mark(link, current)}>{html.escape(link.name)}</a></li>'
        for link in LINKS
    )
    return (
        '<header class="gc gc-top"><a class="gc-skip" href="#main">Skip to the page</a>'
        f'<p><a href="/">Glyphcam</a></p><nav aria-label="Pages"><ul>{items}</ul></nav></header>'
    )


def page(title: str, body: str) -> HTMLResponse:
    """Return a whole page; ``title`` is its name in the row of links, ``body`` its HTML."""
    from fastapi.responses import HTMLResponse

    text = Template(_part("web_shell.html")).substitute(
        title=html.escape(title), style=style(), top=top(title), body=body
    )
    return HTMLResponse(text)


def file_page(title: str, name: str, **values: str) -> HTMLResponse:
    """Return the page whose body is the file ``name`` beside this one, its $names filled in."""
    return page(title, Template(_part(name)).substitute(values))


def _mark(link: Link, current: str) -> str:
    return ' aria-current="page"' if link.name == current else ""


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")
