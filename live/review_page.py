"""The review page: one picture at a time, one key an answer. A router for any guarded app."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from glyphcam.calibration.profile import user_name
from glyphcam.calibration.review_item import Filters, Verdict
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.review_film import strip_of
from glyphcam.live.review_near import Neighbours, nearest_answered
from glyphcam.live.review_told import item_told, patch_png, state_told, strip_told
from glyphcam.live.review_who import default_reviewer
from glyphcam.live.web_shell import style, top

MOST_ITEMS = 400
"""No more are handed out at once."""

Ask = Callable[[], None]


@dataclass(frozen=True, slots=True)
class ReviewSettings:
    """``folder`` None is the user's own queue; ``end`` is called when the person has finished.

    Without ``end`` the page has no such button. ``has_links`` puts the row of pages on top.
    """

    folder: Path | None = None
    reviewer: str = ""
    end: Ask | None = None
    has_links: bool = True


class Said(BaseModel):
    """An answer as the page sends it; ``verdict`` is a name of Verdict."""

    item: int
    verdict: str
    label: str = ""
    reviewer: str


class Who(BaseModel):
    """Whose newest answer is to be taken back."""

    reviewer: str


class Desk:
    """The store behind the page, opened when it is first needed."""

    def __init__(self, settings: ReviewSettings) -> None:
        self.settings = settings
        self.neighbours = Neighbours()
        self._store: ReviewStore | None = None
        self._lock = threading.Lock()

    @property
    def store(self) -> ReviewStore:
        """The store; QueueError where it cannot be opened."""
        with self._lock:
            if self._store is None:
                self._store = ReviewStore.open(self.settings.folder)
            return self._store

    @property
    def reviewer(self) -> str:
        """Who answers where the page does not say."""
        return self.settings.reviewer or default_reviewer()

    def close(self) -> None:
        """Close the store."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None


def review_router(settings: ReviewSettings | None = None) -> APIRouter:
    """Return the page's routes; include it with a prefix, such as ``/review``.

    The app round it must judge who may come in (see serve_door): the routes themselves do not.
    """
    desk = Desk(settings or ReviewSettings())
    routes = APIRouter(include_in_schema=False, on_shutdown=[desk.close])
    _add_page(routes, desk)
    _add_items(routes, desk)
    _add_answers(routes, desk)
    return routes


def _add_page(routes: APIRouter, desk: Desk) -> None:
    @routes.get("")
    @routes.get("/")
    def page() -> HTMLResponse:
        return HTMLResponse(page_html(desk.settings), headers=_FRESH)

    @routes.get("/state")
    def state(
        recogniser: str = "", label: str = "", source: str = "", least: float = 0.0,
        most: float = 1.0, reviewer: str = "", second: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        who = user_name(reviewer or desk.reviewer)
        wanted = Filters(who, recogniser, label, source, least, most, bool(second))
        return state_told(desk.store, wanted, who, can_end=desk.settings.end is not None)

    @routes.post("/done")
    def done() -> dict[str, bool]:
        if desk.settings.end is not None:
            desk.settings.end()
        return {"done": True}


def _add_items(routes: APIRouter, desk: Desk) -> None:
    @routes.get("/items")
    def items(
        recogniser: str = "", label: str = "", source: str = "", least: float = 0.0,
        most: float = 1.0, reviewer: str = "", second: str = "",
        limit: int = Query(50, ge=1, le=MOST_ITEMS),
    ) -> dict[str, Any]:  # fmt: skip
        who = user_name(reviewer or desk.reviewer)
        wanted = Filters(who, recogniser, label, source, least, most, bool(second))
        return {"items": [item_told(one) for one in desk.store.pending(wanted, limit)]}

    @routes.get("/picture/{item_id}")
    def picture(item_id: int) -> Response:
        kept = desk.store.picture(item_id)
        if kept is None:
            return Response(patch_png(desk.store.item(item_id)), media_type="image/png")
        kind = "image/png" if kept.startswith(b"\x89PNG") else "image/jpeg"
        return Response(kept, media_type=kind)

    @routes.get("/patch/{item_id}")
    def patch(item_id: int) -> Response:
        return Response(patch_png(desk.store.item(item_id)), media_type="image/png")

    @routes.get("/film/{item_id}")
    def film(item_id: int) -> dict[str, Any]:
        return strip_told(strip_of(desk.store.item(item_id).item))

    @routes.get("/near/{item_id}")
    def near(item_id: int) -> dict[str, Any]:
        queued = desk.store.item(item_id)
        votes = desk.neighbours.votes(queued.item)
        return {
            "kind": desk.neighbours.kind(queued.item.recogniser) if votes else "",
            "votes": [[one.label, round(one.probability, 4)] for one in votes],
            "answered": [
                {"id": one.item_id, "label": one.label}
                for one in nearest_answered(desk.store, queued)
            ],
        }


def _add_answers(routes: APIRouter, desk: Desk) -> None:
    @routes.post("/answer")
    def answer(said: Said) -> dict[str, bool]:
        verdict = Verdict[said.verdict] if said.verdict in Verdict.__members__ else Verdict.SKIP
        desk.store.answer(said.item, user_name(said.reviewer), verdict, said.label)
        return {"kept": True}

    @routes.post("/undo")
    def undo(who: Who) -> dict[str, Any]:
        taken = desk.store.undo(user_name(who.reviewer))
        if taken is None:
            return {"item": None, "verdict": ""}
        queued = desk.store.item(taken.item_id)
        return {"item": item_told(queued), "verdict": taken.answer.verdict.name}


def page_html(settings: ReviewSettings) -> str:
    """Return the whole page."""
    shell = Template(_part("web_shell.html"))
    links = top("Review") if settings.has_links else ""
    return shell.substitute(
        title="Review", style=style(), top=links, body=_part("review_page.html")
    )


def _part(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


_FRESH = {"Cache-Control": "no-store"}
"""What waits changes from one moment to the next."""
