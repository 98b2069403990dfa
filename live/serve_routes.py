"""The routes of programs: read a picture, read patches, say what is served and how it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.responses import Response

from glyphcam.live import serve_openapi as told
from glyphcam.live.serve_error import ServeError
from glyphcam.live.serve_wire import Answer, Job

if TYPE_CHECKING:
    from glyphcam.live.serve_pool import Pool


def reading_routes(pool: Pool) -> APIRouter:
    """Return the routes that ask the workers."""
    routes = APIRouter(tags=["read"])

    @routes.post("/predict/patch", **told.PATCH)
    async def predict_patch(request: Request) -> Response:
        """Read 28x28 patches: labels, confidences, the top five, unsure, the model's checksum."""
        words = asked_words(request)
        return respond(await pool.ask(Job("patches", await request.body(), words, True)))

    @routes.post("/invocations", **told.INVOCATIONS)
    async def invocations(request: Request) -> Response:
        """Read 28x28 patches as MLflow's scoring server is asked to, one object a patch back."""
        words = {**asked_words(request), "form": "records"}
        return respond(await pool.ask(Job("patches", await request.body(), words, True)))

    @routes.post("/predict", **told.PICTURE)
    async def predict(request: Request) -> Response:
        """Read one picture as `glyphcam read` does: a hand, a card or a piece of clothing."""
        words = {**asked_words(request), "media": request.headers.get("content-type", "")}
        return respond(await pool.ask(Job("picture", await request.body(), words)))

    @routes.get("/models", **told.MODELS)
    async def models() -> Response:
        """List the served models with labels, threshold, figures and checksum."""
        return respond(await pool.ask(Job("models")))

    return routes


def state_routes(pool: Pool, metrics: Callable[[], bytes]) -> APIRouter:
    """Return the routes that say how the server is."""
    routes = APIRouter(tags=["state"])

    @routes.get("/health", **told.STATE)
    async def health() -> dict[str, str]:
        """Say that the server runs."""
        return {"status": "ok"}

    @routes.get("/ready", **told.READY)
    async def ready() -> dict[str, str]:
        """Say that every worker has opened its models; 503 until then."""
        refuse_unready(pool)
        return {"status": "ready"}

    @routes.get("/metrics", **told.METRICS)
    async def measured() -> Response:
        """Tell counts and times in Prometheus' form."""
        return Response(metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return routes


def refuse_unready(pool: Pool) -> None:
    """ServeError 503 while a worker is still opening its models."""
    if not pool.is_ready:
        raise ServeError(503, "the models are being opened: try again in a moment")


def asked_words(request: Request) -> dict[str, str]:
    """Return what the address asks for: ``recogniser`` and ``model``, where they are given."""
    query = request.query_params
    return {name: query[name] for name in ("recogniser", "model") if query.get(name)}


def respond(answer: Answer) -> Response:
    """Return a worker's answer as the response to its request."""
    return Response(answer.body, answer.status, media_type=answer.media)
