"""events.jsonl read back: the models that answered, every whole event, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from glyphcam.calibration.errors import DataError
from glyphcam.live.session_beat import Beat, Heard, beat_of
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


Kept = TypeVar("Kept", bound=Heard)
"""What is kept of an event: all of it, or its beat."""


@dataclass(frozen=True, slots=True, eq=False)
class SessionLog(Generic[Kept]):
    """``cut_bytes`` is the length of a last line that a kill cut through."""

    models: tuple[ModelFacts, ...]
    events: tuple[Kept, ...]
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


def read_log(path: Path) -> SessionLog[Event]:
    """Read events.jsonl; DataError names the line that is broken, unless it is a cut last one."""
    return _read(path, lambda event: event)


def read_beats(path: Path) -> SessionLog[Beat]:
    """Read events.jsonl in a tenth of the memory: 11 MB for half an hour, landmarks or not."""
    return _read(path, beat_of)


def _read(path: Path, kept: Callable[[Event], Kept]) -> SessionLog[Kept]:
    models: list[ModelFacts] = []
    events: list[Kept] = []
    stop: Stop | None = None
    cut_bytes = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    cut_bytes = len(line)
                    break
                record = _record(line, number, path)
                kind = record.pop("kind", None)
                if kind == "frame":
                    events.append(kept(event_of_record(record)))
                elif kind == "model":
                    models.append(ModelFacts(**record["model"]))
                elif kind == "stop":
                    stop = Stop(**record)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from error
    return SessionLog(tuple(models), tuple(events), stop, cut_bytes)


def _record(line: bytes, number: int, path: Path) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise DataError(f"{path}, line {number} is no JSON: {line.rstrip()[:60]!r}") from error
    if not isinstance(record, dict):
        raise DataError(f"{path}, line {number} is no JSON object: {line.rstrip()[:60]!r}")
    return record
