"""A session as a table: one flat row a frame, the same columns for every format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from glyphcam.live.session_event import Answer, Event
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log


@dataclass(frozen=True, slots=True)
class Row:
    """One frame; ``region`` and ``landmarks`` are JSON, empty where there are none.

    ``x``, ``y``, ``width`` and ``height`` are the upright box round the region, in picture pixels.
    """

    session: str
    frame: int
    seconds: float
    is_filmed: bool
    label: str
    confidence: float
    is_unsure: bool
    raw_label: str
    raw_confidence: float
    label_2: str
    confidence_2: float
    label_3: str
    confidence_3: float
    text: str
    x: float | None
    y: float | None
    width: float | None
    height: float | None
    region: str
    landmarks: str
    notice: str


COLUMNS = tuple(field.name for field in fields(Row))
"""In order."""


def rows_of(folder: SessionFolder) -> Iterator[Row]:
    """Yield a row for each event of a session; DataError where its events are broken."""
    for event in read_log(folder.events).events:
        yield row_of(folder.name, event)


def row_of(session: str, event: Event) -> Row:
    """Return one event as a row."""
    box = event.box
    hand = None if event.hand is None else event.hand.landmarks
    return Row(
        session=session,
        frame=event.frame,
        seconds=event.seconds,
        is_filmed=event.is_filmed,
        label=_label(event.steady, 0),
        confidence=event.confidence,
        is_unsure=event.is_unsure,
        raw_label=_label(event.raw, 0),
        raw_confidence=_probability(event.raw, 0),
        label_2=_label(event.steady, 1),
        confidence_2=_probability(event.steady, 1),
        label_3=_label(event.steady, 2),
        confidence_3=_probability(event.steady, 2),
        text=event.text or "",
        x=None if box is None else box.x,
        y=None if box is None else box.y,
        width=None if box is None else box.width,
        height=None if box is None else box.height,
        region=_as_json(event.quad),
        landmarks=_as_json(hand),
        notice=event.notice or "",
    )


def _label(answer: Answer | None, rank: int) -> str:
    return answer.top[rank].label if answer is not None and rank < len(answer.top) else ""


def _probability(answer: Answer | None, rank: int) -> float:
    if answer is None or rank >= len(answer.top):
        return 0.0
    return answer.top[rank].probability


def _as_json(points: Any) -> str:
    if points is None:
        return ""
    return json.dumps([[round(value, 2) for value in point] for point in points.tolist()])
