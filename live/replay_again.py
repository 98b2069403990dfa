"""A raw film read again by another model, and where the two readings differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from glyphcam.calibration.errors import SettingError
from glyphcam.live.frame import Frame
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Step
from glyphcam.live.replay_film import ReplayFilm
from glyphcam.live.session_event import Event, event_of
from glyphcam.live.session_folder import SessionFolder

LEAST_S = 0.2
"""Shorter differences are one reader being a moment quicker than the other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch in which the two said different things; None is nothing, or unsure."""

    start_s: float
    end_s: float
    was: str | None
    now: str | None


def read_again(folder: SessionFolder, events: Sequence[Event], reader: Reader) -> tuple[Event, ...]:
    """Return what ``reader`` says to each filmed event's picture, at the same times."""
    return tuple(_again(folder, events, reader))


def _again(folder: SessionFolder, events: Sequence[Event], reader: Reader) -> Iterator[Event]:
    if not folder.raw.is_file():
        raise SettingError(
            f"{folder.name} has no raw film to read again: record with --raw for that"
        )
    with ReplayFilm(folder.raw) as film:
        for event in events:
            if event.is_filmed and event.notice is None:
                image = film.at(event.seconds).picture
                frame = Frame(image, event.frame, event.seconds)
                step = Step(frame, reader.read(frame), image)
                yield event_of(step, event.seconds, True, event.hand is not None)


def differences(
    before: Sequence[Event], after: Sequence[Event], least_s: float = LEAST_S
) -> tuple[Difference, ...]:
    """Return the stretches of at least ``least_s`` in which the answers differ, in order."""
    answers = {event.frame: event.answer for event in before}
    found: list[Difference] = []
    going: Difference | None = None
    for event in after:
        was, now = answers.get(event.frame), event.answer
        if going is not None:
            going = replace(going, end_s=event.seconds)
        if going is not None and (was, now) != (going.was, going.now):
            found.append(going)
            going = None
        if going is None and was != now:
            going = Difference(event.seconds, event.seconds, was, now)
    found += [] if going is None else [going]
    return tuple(one for one in found if one.end_s - one.start_s >= least_s)
