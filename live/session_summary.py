"""summary.json: the figures of a session, counted from its events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import DataError
from glyphcam.live.session_beat import Heard
from glyphcam.live.session_log import Kept, SessionLog
from glyphcam.live.spelled import FLICKER_S, Word, text_of


@dataclass(frozen=True, slots=True)
class Unsure:
    """A stretch in which something was seen that could not be read; its likeliest label."""

    start_s: float
    end_s: float
    label: str


@dataclass(frozen=True, slots=True)
class Summary:
    """``is_killed``: the recording has no end of its own; ``stopped`` is why it ended early."""

    seconds: float
    frames: int
    filmed: int
    dropped: int
    answered: int
    unsure: int
    text: str
    letters: int
    letters_a_minute: float
    is_killed: bool
    stopped: str
    unsure_moments: tuple[Unsure, ...]

    def to_json(self) -> str:
        """Return one indented JSON object."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def summarise(log: SessionLog[Kept], words: Sequence[Word], stopped: str = "") -> Summary:
    """Count what happened; ``stopped`` is the sentence of a recording that could not go on."""
    letters = sum(len("".join(word.text.split())) for word in words)
    minutes = log.seconds / 60
    return Summary(
        seconds=round(log.seconds, 3),
        frames=len(log.events),
        filmed=sum(event.is_filmed for event in log.events),
        dropped=log.stop.dropped if log.stop else 0,
        answered=sum(event.answer is not None for event in log.events),
        unsure=sum(event.is_unsure for event in log.events),
        text=text_of(words),
        letters=letters,
        letters_a_minute=round(letters / minutes, 1) if minutes else 0.0,
        is_killed=log.stop is None and not stopped,
        stopped=stopped or (log.stop.reason if log.stop else ""),
        unsure_moments=unsure_moments(log.events),
    )


def unsure_moments(events: Sequence[Heard], least_s: float = 0.2) -> tuple[Unsure, ...]:
    """Return the stretches of at least ``least_s`` in which something seen was not read."""
    found: list[Unsure] = []
    for event in events:
        if not event.is_unsure:
            continue
        if found and event.seconds - found[-1].end_s <= FLICKER_S:
            found[-1] = Unsure(found[-1].start_s, event.seconds, found[-1].label)
        else:
            found.append(Unsure(event.seconds, event.seconds, event.likeliest))
    return tuple(moment for moment in found if moment.end_s - moment.start_s >= least_s)


def read_summary(path: Path) -> Summary:
    """Read summary.json; DataError where it is broken."""
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        moments = tuple(Unsure(**moment) for moment in record.pop("unsure_moments"))
        return Summary(**record, unsure_moments=moments)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} cannot be read ({error}): delete it and run 'glyphcam sessions check'"
        ) from error
