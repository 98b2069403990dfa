"""The page Draw: strokes in, the answer and the 28x28 the model saw out."""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING, Annotated

import cv2
import numpy as np
from pydantic import BaseModel, Field

from glyphcam.live.draw_answer import DRAWABLE, UNSURE, DrawAnswer, read_drawing, shipped_network
from glyphcam.live.draw_strokes import PEN, Drawing
from glyphcam.live.web_shell import PREFIX, file_page
from glyphcam.models.patch import Patch
from glyphcam.models.recognisers import RECOGNISERS

if TYPE_CHECKING:
    from fastapi import APIRouter
    from fastapi.responses import HTMLResponse

ASK = f"{PREFIX}/draw/answer"
"""Where the page sends its strokes."""

_Number = Annotated[float, Field(ge=-1, le=2, allow_inf_nan=False)]
_Point = Annotated[list[_Number], Field(min_length=2, max_length=2)]


class Asked(BaseModel):
    """A drawing as the page sends it: points x, y from 0 to 1 of the sheet."""

    recogniser: str = "digits"
    kind: str | None = None
    pen: Annotated[float, Field(ge=0.005, le=0.3)] = PEN
    strokes: Annotated[
        list[Annotated[list[_Point], Field(min_length=1, max_length=5000)]], Field(max_length=200)
    ]


class Shown(BaseModel):
    """One label as it is shown, and its probability."""

    label: str
    probability: float


class Answered(BaseModel):
    """What the page shows; ``patch`` is a data address of a 28x28 PNG."""

    words: str
    confidence: float
    unsure: bool
    top: list[Shown]
    patch: str


def router() -> APIRouter:
    """Return the page and what it asks."""
    from fastapi import APIRouter

    routes = APIRouter(include_in_schema=False)
    routes.add_api_route(f"{PREFIX}/draw", _page, methods=["GET"])
    routes.add_api_route(ASK, answer, methods=["POST"])
    return routes


def answer(asked: Asked) -> Answered | None:
    """Read a drawing; null where nothing was drawn."""
    strokes = tuple(np.array(stroke, np.float32) for stroke in asked.strokes)
    network = shipped_network(asked.recogniser, asked.kind)
    read = read_drawing(network, Drawing(strokes, asked.pen))
    return None if read is None else _answered(read)


def patch_url(patch: Patch) -> str:
    """Return a patch (28, 28) uint8 as the data address of a PNG."""
    _, png = cv2.imencode(".png", patch)
    return f"data:image/png;base64,{base64.b64encode(png.tobytes()).decode()}"


def _answered(read: DrawAnswer) -> Answered:
    return Answered(
        words=read.words,
        confidence=read.prediction.confidence,
        unsure=read.words == UNSURE,
        top=[Shown(label=one.shown, probability=one.probability) for one in read.top],
        patch=patch_url(read.patch),
    )


def _page() -> HTMLResponse:
    choices = "".join(
        f'<option value="{name}">{html.escape(RECOGNISERS[name].title)}</option>'
        for name in sorted(DRAWABLE, key=lambda name: name != "digits")
    )
    kinds = json.dumps({name: RECOGNISERS[name].kinds for name in DRAWABLE})
    return file_page("Draw", "page_draw.html", choices=choices, kinds=kinds, ask=ASK)
