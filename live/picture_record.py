"""One picture's reading as `read --json` writes it: the machine's face, kept stable."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from glyphcam.live.reading import Quad, Reading
from glyphcam.live.told import least_confidence


def picture_record(path: PurePath, reading: Reading, shrink: float = 1.0) -> dict[str, Any]:
    """Return the JSON object of one picture; corners are in the file's own pixels.

    ``shrink`` is how much smaller than the file the picture was when it was read. ``label`` is
    null where nothing was found, and on a card the glyph's where there is one glyph.
    """
    record = {
        "image": str(path),
        "label": answer_label(reading),
        "confidence": answer_confidence(reading),
        "unsure": is_answer_unsure(reading),
        "top": _top(reading),
        "region": corners(reading.region.quad, shrink) if reading.region else None,
    }
    return record | card_record(reading, shrink) | set_record(reading)


def card_record(reading: Reading, shrink: float = 1.0) -> dict[str, Any]:
    """Return the fields only cards have, ``text`` and ``glyphs``; none for a hand.

    Where there are several cards ``others`` are the corners of those that ``region`` is not of. A
    glyph that its neighbours settled says so: ``settled`` is true; it is absent otherwise.
    """
    if reading.text is None and not reading.glyphs:
        return {}
    glyphs = [
        {
            "label": glyph.label,
            "confidence": round(glyph.prediction.confidence, 4),
            "region": corners(glyph.quad, shrink),
        }
        | ({"settled": True} if glyph.is_settled else {})
        for glyph in reading.glyphs
    ]
    others = [corners(other.quad, shrink) for other in reading.others]
    return {"text": reading.text, "glyphs": glyphs} | ({"others": others} if others else {})


def set_record(reading: Reading) -> dict[str, Any]:
    """Return the field ``set``, the candidates that were asked for with --sets; none if not."""
    return {"set": list(reading.candidates)} if reading.candidates else {}


def corners(quad: Quad, shrink: float = 1.0) -> list[list[float]]:
    """Return [[x, y] x4] of a quad (4, 2) in pixels, to a tenth."""
    return [[round(float(x) / shrink, 1), round(float(y) / shrink, 1)] for x, y in quad]


def answer_label(reading: Reading) -> str | None:
    """Return the one label read: a letter, or the glyph of a card that has one."""
    if reading.glyphs:
        return reading.glyphs[0].label if len(reading.glyphs) == 1 else None
    return reading.steady.label if reading.steady else None


def answer_confidence(reading: Reading) -> float:
    """Return the confidence of the answer, on a card its least sure glyph's; 0 for nothing."""
    if reading.glyphs:
        return round(least_confidence(reading), 4)
    return round(reading.steady.confidence, 4) if reading.steady else 0.0


def is_answer_unsure(reading: Reading) -> bool:
    """Whether the answer, or any glyph of a card, is unsure; nothing is unsure too."""
    if reading.glyphs:
        return any(glyph.prediction.is_unsure for glyph in reading.glyphs)
    return reading.steady is None or reading.steady.is_unsure


def _top(reading: Reading) -> list[list[str | float]]:
    answer = reading.glyphs[0].prediction if len(reading.glyphs) == 1 else reading.steady
    return [[c.label, round(c.probability, 4)] for c in answer.top(3)] if answer else []
