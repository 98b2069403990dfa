"""The machine's face of a running source: one JSON object a frame, kept stable."""

from __future__ import annotations

import json
import os
from typing import Any, TextIO

from glyphcam.live.output import Command
from glyphcam.live.picture_record import (
    answer_confidence,
    answer_label,
    card_record,
    corners,
    is_answer_unsure,
    set_record,
)
from glyphcam.live.reading import Reading, Step
from glyphcam.models.prediction import Prediction


class JsonLines:
    """Writes every step to ``stream`` as a line; cards have ``text`` and ``glyphs`` in each."""

    def __init__(self, stream: TextIO, *, is_card: bool = False) -> None:
        self._stream = stream
        self._blank: dict[str, Any] = {"text": None, "glyphs": []} if is_card else {}

    def take(self, step: Step) -> Command | None:
        """Write one line and hand it over at once; ask to quit where nobody reads any more."""
        record = {**self._blank, **step_record(step)}
        try:
            self._stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._stream.flush()
        except BrokenPipeError:
            _let_go(self._stream)
            return Command.QUIT
        return None


def step_record(step: Step) -> dict[str, Any]:
    """Return the JSON object of one frame.

    ``seconds`` is on the source's clock; ``label``, ``confidence`` and ``unsure`` are the steadied
    answer, null, 0 and true where nothing is read; ``raw`` is this frame's own answer;
    ``region`` is [[x, y] x4] in picture pixels, not mirrored; ``notice`` is there only where the
    source has one, such as a camera that stopped; ``text`` where letters are spelled is all that
    has been spelled so far, a line a line.
    """
    reading = step.reading
    return {
        "frame": step.frame.index,
        "seconds": round(step.frame.seconds, 4),
        "label": answer_label(reading),
        "confidence": answer_confidence(reading),
        "unsure": is_answer_unsure(reading),
        "raw": _raw(reading.raw),
        "region": corners(reading.region.quad) if reading.region else None,
        **card_record(reading),
        **set_record(reading),
        **_spelled(reading),
        **({} if step.frame.notice is None else {"notice": step.frame.notice}),
    }


def _spelled(reading: Reading) -> dict[str, Any]:
    return {} if reading.spelling is None else {"text": reading.spelling.text.whole}


def _let_go(stream: TextIO) -> None:
    """Point a pipe that broke at nothing: Python would complain when it flushes it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _raw(raw: Prediction | None) -> dict[str, Any]:
    if raw is None:
        return {"label": None, "confidence": 0.0}
    return {"label": raw.label, "confidence": round(raw.confidence, 4)}
