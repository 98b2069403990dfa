"""A beat: what is heard of an event when its pictures and places do not matter."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Protocol

from glyphcam.live.session_event import Event


class Heard(Protocol):
    """What counting and spelling need of an event: an Event has it, and its Beat is no more."""

    @property
    def seconds(self) -> float:
        """When, on the film's clock."""
        ...

    @property
    def is_filmed(self) -> bool:
        """Whether the film has the frame."""
        ...

    @property
    def answer(self) -> str | None:
        """What was said for sure."""
        ...

    @property
    def confidence(self) -> float:
        """How sure."""
        ...

    @property
    def is_unsure(self) -> bool:
        """Whether something was seen that could not be read for sure."""
        ...

    @property
    def likeliest(self) -> str:
        """The likeliest answer, sure or not."""
        ...

    @property
    def is_card(self) -> bool:
        """Whether it is a card that was read."""
        ...

    @property
    def raw_label(self) -> str | None:
        """What the frame itself said, sure or not."""
        ...

    @property
    def is_raw_sure(self) -> bool:
        """Whether the frame itself was sure."""
        ...

    @property
    def guess(self) -> str | None:
        """The likeliest letter of a hand at rest whose answer was unsure."""
        ...


@dataclass(frozen=True, slots=True)
class Beat:
    """An event without its pictures' places: a tenth of its size."""

    seconds: float
    is_filmed: bool
    answer: str | None
    confidence: float
    is_unsure: bool
    likeliest: str
    is_card: bool
    raw_label: str | None = None
    is_raw_sure: bool = False
    guess: str | None = None


def beat_of(event: Event) -> Beat:
    """Return what is to be heard of an event."""
    answer, likeliest = event.answer, sys.intern(event.likeliest)
    return Beat(
        event.seconds,
        event.is_filmed,
        None if answer is None else sys.intern(answer),
        event.confidence,
        event.is_unsure,
        likeliest,
        event.is_card,
        None if event.raw_label is None else sys.intern(event.raw_label),
        event.is_raw_sure,
        None if event.guess is None else sys.intern(event.guess),
    )
