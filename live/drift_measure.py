"""What one recorded session was like: how sure the answers, how large the hand, how bright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from glyphcam.calibration.errors import MissingExtra, SourceError
from glyphcam.live.queue_sight import brightness_of
from glyphcam.live.reading import Quad
from glyphcam.live.replay_film import ReplayFilm
from glyphcam.live.session_event import Event
from glyphcam.live.session_facts import SessionFacts, read_facts
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log

LOOKS = 24
"""So many frames of a film are looked at for their light."""

PADDED = 1.3
"""A hand's square is so much wider than the hand, see hand_square."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Medians of one session; ``hand_px`` and ``brightness`` (0 to 255) None where not known.

    ``read`` is in how many frames something was seen, ``unsure`` the share of these that were
    unsure.
    """

    name: str
    recogniser: str
    started: datetime
    read: int
    confidence: float
    unsure: float
    hand_px: float | None
    brightness: float | None


def measure(folder: SessionFolder) -> Measure | None:
    """Measure a session; None where nothing was seen in it. DataError where it is broken."""
    facts, events = read_facts(folder.facts), read_log(folder.events).events
    seen = [event for event in events if event.glyphs or event.steady is not None]
    if not seen:
        return None
    return Measure(
        name=folder.name,
        recogniser=facts.recogniser,
        started=facts.started,
        read=len(seen),
        confidence=round(float(np.median([event.confidence for event in seen])), 4),
        unsure=round(float(np.mean([event.is_unsure for event in seen])), 4),
        hand_px=_hand_px(seen),
        brightness=_brightness(folder, facts, seen),
    )


def _hand_px(seen: Sequence[Event]) -> float | None:
    sides = [
        float(event.quad[1, 0] - event.quad[0, 0]) / PADDED
        for event in seen
        if event.quad is not None and not event.is_card
    ]
    return round(float(np.median(sides)), 1) if sides else None


def _brightness(folder: SessionFolder, facts: SessionFacts, seen: Sequence[Event]) -> float | None:
    """Look at some frames of the film, the one without drawings where it was kept."""
    film = next((p for p in (folder.raw, Path(facts.source), folder.video) if p.is_file()), None)
    placed = [event for event in seen if event.quad is not None and event.is_filmed]
    if film is None or not placed:
        return None
    chosen = [placed[i] for i in np.unique(np.linspace(0, len(placed) - 1, LOOKS).astype(int))]
    try:
        with ReplayFilm(film) as opened:
            found = [
                brightness_of(opened.at(event.seconds).picture, _quad(event, film == folder.video))
                for event in chosen
            ]
    except (SourceError, MissingExtra):
        return None
    return round(float(np.median(found)), 1)


def _quad(event: Event, is_as_seen: bool) -> Quad:
    """Return the event's place in its film, which may show the camera's picture mirrored."""
    quad = np.asarray(event.quad, np.float32)
    if not (is_as_seen and event.is_mirrored and event.size_wh is not None):
        return quad
    mirrored = quad[[1, 0, 3, 2]].copy()
    mirrored[:, 0] = event.size_wh[0] - 1 - mirrored[:, 0]
    return mirrored
