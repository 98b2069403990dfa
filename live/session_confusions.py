"""Labels that were probably taken for each other: the runner-up was close, or they took turns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from glyphcam.live.session_event import Event

CLOSE = 0.2
"""A second candidate from this probability on could have been meant."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two labels in alphabetical order, for how many frames, and when for the first time."""

    label: str
    other: str
    frames: int
    first_s: float


def confusions(events: Sequence[Event], least_frames: int = 3) -> tuple[Confusion, ...]:
    """Return the pairs that were close in at least so many frames, the most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    first_s: dict[tuple[str, str], float] = {}
    for event in events:
        pair = _close_pair(event)
        if pair is not None:
            counts[pair] += 1
            first_s.setdefault(pair, event.seconds)
    return tuple(
        Confusion(*pair, count, first_s[pair])
        for pair, count in counts.most_common()
        if count >= least_frames
    )


def _close_pair(event: Event) -> tuple[str, str] | None:
    if event.raw is None or len(event.raw.top) < 2 or event.raw.top[1].probability < CLOSE:
        return None
    label, other = sorted(candidate.label for candidate in event.raw.top[:2])
    return label, other
