"""The page Models: every shipped model with its figures, from its stamp and its card."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from glyphcam.live.web_shell import PREFIX, page
from glyphcam.models.checksum import sha256
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import shipped

if TYPE_CHECKING:
    from fastapi import APIRouter
    from fastapi.responses import HTMLResponse

_NOTES = "\n## Notes\n"

_WORDS: Mapping[str, str] = {
    "accuracy": "right",
    "accuracy_mean": "right, mean over people never seen",
    "accuracy_median": "right, median over people never seen",
    "accuracy_worst": "right, worst of those people",
    "accuracy_merged": "right, look-alikes (O and 0, I and 1) as one",
    "coverage": "share answered at the threshold",
    "ece": "calibration error (ECE)",
    "sources": "people and rooms, each left out once",
}


def router() -> APIRouter:
    """Return the page."""
    from fastapi import APIRouter

    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(f"{PREFIX}/models", _page, methods=["GET"])
    return routes


def _page() -> HTMLResponse:
    return page("Models", _body())


@lru_cache(maxsize=1)
def _body() -> str:
    """Return the table and the details below it; reading fourteen files takes half a second."""
    networks = [Network.load(path) for path in shipped()]
    rows = "".join(_row(one) for one in networks)
    details = "".join(_details(one) for one in networks)
    return (
        "<h1>Models</h1><p class='lead'>Every model that is shipped, with what was measured on "
        "people, pens and rooms it had never seen. Nothing is fetched.</p>"
        "<div class='card scroll' tabindex='0' role='region' aria-label='Table of models'><table>"
        "<thead><tr><th scope='col'>model</th><th scope='col' class='n'>right</th>"
        "<th scope='col' class='n'>worst person, or look-alikes as one</th>"
        "<th scope='col' class='n'>ECE</th>"
        "<th scope='col' class='n'>unsure below</th><th scope='col' class='n'>MB</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div><h2>Each in detail</h2>{details}"
    )


def _row(network: Network) -> str:
    stamp, figures = network.stamp, network.stamp.figures
    right = figures.get("accuracy", figures.get("accuracy_mean"))
    second = figures.get("accuracy_worst", figures.get("accuracy_merged"))
    second = None if second == right else second
    size = network.path.stat().st_size / 1e6
    cells = (_share(right), _share(second), _share(figures.get("ece")), _share(stamp.threshold, 0))
    numbers = "".join(f"<td class='n'>{cell}</td>" for cell in (*cells, f"{size:.2f}"))
    is_default = RECOGNISERS[stamp.recogniser].kinds[0] == stamp.kind
    mark = " <span class='soft'>default</span>" if is_default else ""
    name = html.escape(f"{stamp.recogniser} {stamp.kind}")
    return f"<tr><th scope='row'>{name}{mark}</th>{numbers}</tr>"


def _details(network: Network) -> str:
    stamp = network.stamp
    facts = {
        "reads": f"{RECOGNISERS[stamp.recogniser].title}: {' '.join(stamp.labels)}",
        "trained": stamp.trained,
        **{_WORDS[k]: _figure(k, v) for k, v in stamp.figures.items() if k in _WORDS},
        "data fingerprint": stamp.data,
        "SHA-256": sha256(network.path),
    }
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>"
        for name, value in facts.items()
    )
    name = html.escape(f"{stamp.recogniser} {stamp.kind}")
    notes = f"<p>{html.escape(_notes(network.path)).replace('`', '')}</p>"
    return (
        f"<details class='card fold'><summary>{name}</summary>"
        f"<table class='facts'><tbody>{rows}</tbody></table>{notes}</details>"
    )


def _notes(path: Path) -> str:
    card = path.with_suffix(".md")
    return card.read_text("utf-8").partition(_NOTES)[2].strip() if card.is_file() else ""


def _figure(name: str, value: float) -> str:
    return f"{value:g}" if name == "sources" else _share(value)


def _share(value: float | None, digits: int = 1) -> str:
    """Return a share as per cent; 99.64 % keeps what tells it from 99.6 %."""
    if value is None:
        return ""
    return f"{value:.{2 if value > 0.99 and digits else digits}%}".replace("%", " %")
