"""The page /docs, written here from the OpenAPI description: no script, nothing from elsewhere.

FastAPI's own page fetches its script from another host, which a machine without a network cannot
and this program must not.
"""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.responses import HTMLResponse

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2rem; } code, pre { font: 14px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid #8886; border-radius: 6px; }
section { border-top: 1px solid #8884; padding: .4rem 0; } h3 { margin: .5rem 0 .2rem; }
"""

_EXAMPLES = """curl -F file=@hand.jpg {base}/predict?recogniser=asl
curl -H 'Content-Type: application/json' -d @patches.json '{base}/predict/patch?recogniser=digits'
curl {base}/models"""


def docs_routes(app: FastAPI) -> APIRouter:
    """Return the route of the page about ``app``."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/docs")
    @routes.get("/v1/docs")
    def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi()))

    return routes


def docs_page(description: dict[str, Any]) -> str:
    """Return the HTML page that tells an OpenAPI ``description``."""
    about = description["info"]
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(about['title'])}</title>"
        f"<meta name=viewport content='width=device-width'><style>{_STYLE}</style>"
        f"<main><h1>{escape(about['title'])} {escape(about['version'])}</h1>"
        f"<p>{escape(about['description'])}</p>"
        f"<p>For programs: <a href=/openapi.json>openapi.json</a></p>"
        f"<pre>{escape(_EXAMPLES.format(base='http://127.0.0.1:8000'))}</pre>"
    ]
    tag = None
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            if told.get("tags") != tag:
                tag = told.get("tags")
                parts.append(f"<h2>{escape(' '.join(tag or ['more']))}</h2>")
            parts.append(_route(path, method, told))
    return "".join([*parts, "</main></html>"])


def _route(path: str, method: str, told: dict[str, Any]) -> str:
    words = "".join(
        f"<li><code>{escape(word['name'])}</code> ({escape(word['in'])}) "
        f"{escape(word.get('description', ''))}</li>"
        for word in told.get("parameters", ())
    )
    bodies = ", ".join(told.get("requestBody", {}).get("content", ()))
    takes = f"<p>Takes {escape(bodies)}</p>" if bodies else ""
    return (
        f"<section><h3><code>{escape(method.upper())} {escape(path)}</code></h3>"
        f"<p>{escape(told.get('description', ''))}</p>"
        f"{f'<ul>{words}</ul>' if words else ''}{takes}</section>"
    )
