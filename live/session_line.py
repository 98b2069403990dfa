"""One line of events.jsonl: an event written as one JSON object, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glyphcam.calibration.errors import DataError
from glyphcam.live.session_event import Answer, Event, GlyphEvent, HandEvent, Points
from glyphcam.models.prediction import Candidate

Record = Mapping[str, Any]
"""One JSON object."""


def event_line(event: Event) -> str:
    """Return one JSON object and a newline; what is missing is null or left out."""
    record: dict[str, Any] = {
        "kind": "frame",
        "frame": event.frame,
        "seconds": round(event.seconds, 6),
        "filmed": event.is_filmed,
        "label": event.steady.label if event.steady else None,
        "confidence": round(event.confidence, 4),
        "unsure": event.is_unsure,
        "raw": _answer_record(event.raw),
        "steady": _answer_record(event.steady),
        "region": _rounded(event.quad, 1),
        "size": event.size_wh,
    }
    return json.dumps(record | _extra(event), ensure_ascii=False) + "\n"


def event_of_record(record: Record) -> Event:
    """Return the event a line's object says; DataError where a field is missing or wrong."""
    try:
        return Event(
            int(record["frame"]),
            float(record["seconds"]),
            bool(record["filmed"]),
            _answer_of(record["raw"]),
            _answer_of(record["steady"]),
            _points(record["region"]),
            _hand_of(record),
            tuple(_glyph_of(glyph) for glyph in record.get("glyphs", ())),
            record.get("text"),
            record.get("hint"),
            record.get("notice"),
            _size_of(record.get("size")),
            bool(record.get("mirrored", False)),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise DataError(f"an event without a usable field ({error!r}): {record!r:.100}") from error


def _extra(event: Event) -> dict[str, Any]:
    """What only some events have."""
    record: dict[str, Any] = {}
    if event.hand is not None:
        record["landmarks"] = _rounded(event.hand.landmarks, 2)
        record["right"] = round(float(event.hand.right), 4)
    if event.glyphs or event.text is not None:
        record["text"] = event.text
        record["glyphs"] = [_glyph_record(glyph) for glyph in event.glyphs]
    if event.hint is not None:
        record["hint"] = event.hint
    if event.notice is not None:
        record["notice"] = event.notice
    if event.is_mirrored:
        record["mirrored"] = True
    return record


def _answer_record(answer: Answer | None) -> Record | None:
    if answer is None:
        return None
    return {
        "label": answer.label,
        "confidence": round(answer.confidence, 4),
        "top": [[c.label, round(c.probability, 4)] for c in answer.top],
        "threshold": round(answer.threshold, 4),
    }


def _answer_of(record: Record | None) -> Answer | None:
    if record is None:
        return None
    top = tuple(Candidate(str(label), float(p)) for label, p in record["top"])
    return Answer((top[0], *top[1:]), float(record["threshold"]))


def _glyph_record(glyph: GlyphEvent) -> Record:
    record = {
        "label": glyph.label,
        "confidence": round(glyph.answer.confidence, 4),
        "region": _rounded(glyph.quad, 1),
        "answer": _answer_record(glyph.answer),
    }
    settled = {"settled": True} if glyph.is_settled else {}
    return record | settled | ({"or": glyph.alternative} if glyph.alternative else {})


def _glyph_of(record: Record) -> GlyphEvent:
    quad, answer = _points(record["region"]), _answer_of(record["answer"])
    if quad is None or answer is None:
        raise ValueError("a glyph without region or answer")
    is_settled = bool(record.get("settled", False))
    return GlyphEvent(quad, str(record["label"]), answer, is_settled, record.get("or"))


def _hand_of(record: Record) -> HandEvent | None:
    landmarks = _points(record.get("landmarks"))
    return None if landmarks is None else HandEvent(landmarks, float(record["right"]))


def _size_of(values: Sequence[int] | None) -> tuple[int, int] | None:
    return None if values is None else (int(values[0]), int(values[1]))


def _rounded(points: Points | None, digits: int) -> list[list[float]] | None:
    if points is None:
        return None
    return [[round(value, digits) for value in point] for point in points.tolist()]


def _points(values: Sequence[Sequence[float]] | None) -> Points | None:
    return None if values is None else np.array(values, np.float32)
