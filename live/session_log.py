"""events.jsonl read back: the models that answered, every whole event, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import DataError
from glyphcam.live.session_event import Event
from glyphcam.live.session_facts import ModelFacts
from glyphcam.live.session_line import event_of_record


@dataclass(frozen=True, slots=True)
class Stop:
    """The last line of a recording that was ended rather than killed.

    ``reason`` is empty, or the sentence that was shown when recording could not go on.
    """

    seconds: float
    frames: int
    dropped: int
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SessionLog:
    """``cut_bytes`` is the length of a last line that a kill cut through."""

    models: tuple[ModelFacts, ...]
    events: tuple[Event, ...]
    stop: Stop | None
    cut_bytes: int

    @property
    def seconds(self) -> float:
        """The time of the last event on the film's clock; 0 for none."""
        return self.events[-1].seconds if self.events else 0.0


def model_line(model: ModelFacts) -> str:
    """Return the line that says which model answers from here on."""
    return json.dumps({"kind": "model", "model": asdict(model)}, ensure_ascii=False) + "\n"


def stop_line(stop: Stop) -> str:
    """Return the line that ends a recording."""
    return json.dumps({"kind": "stop", **asdict(stop)}, ensure_ascii=False) + "\n"


def read_log(path: Path) -> SessionLog:
    """Read events.jsonl; DataError names the line that is broken, unless it is a cut last one."""
    models: list[ModelFacts] = []
    events: list[Event] = []
    stop: Stop | None = None
    whole, cut_bytes = _whole_lines(path)
    for record in _records(whole, path):
        kind = record.pop("kind", None)
        if kind == "frame":
            events.append(event_of_record(record))
        elif kind == "model":
            models.append(ModelFacts(**record["model"]))
        elif kind == "stop":
            stop = Stop(**record)
    return SessionLog(tuple(models), tuple(events), stop, cut_bytes)


def _whole_lines(path: Path) -> tuple[bytes, int]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error
    end = data.rfind(b"\n") + 1
    return data[:end], len(data) - end


def _records(data: bytes, path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(data.splitlines(), 1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise DataError(f"{path}, line {number} is no JSON: {line[:60]!r}") from error
        if not isinstance(record, dict):
            raise DataError(f"{path}, line {number} is no JSON object: {line[:60]!r}")
        yield record
