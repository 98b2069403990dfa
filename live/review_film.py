"""The film a second before and after a queued moment, as a strip of small pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from glyphcam.calibration.errors import GlyphcamError, MissingExtra, SourceError
from glyphcam.calibration.review_item import ReviewItem
from glyphcam.live.frame import Picture
from glyphcam.live.replay_film import ReplayFilm
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import read_log

AROUND_S = 1.0
"""How much of the film is shown before the moment and after it."""

STEPS = 4
"""So many pictures before the moment, and as many after it."""

HEIGHT_PX = 168


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """``pictures`` (h, w, 3) uint8 BGR in the order of the film; number ``at`` is the moment."""

    pictures: tuple[Picture, ...]
    at: int


@dataclass(frozen=True, slots=True)
class _Moment:
    film: Path
    seconds: float


def strip_of(item: ReviewItem) -> Strip | None:
    """Return the pictures round an item's moment; None where its film cannot be seen (any more)."""
    moment = _moment(item)
    if moment is None:
        return None
    try:
        with ReplayFilm(moment.film) as film:
            return _strip(film, moment.seconds)
    except (SourceError, MissingExtra):  # a film that was cut or that only OpenCV can read
        return None


def _strip(film: ReplayFilm, seconds: float) -> Strip:
    """Go through the film once; where it begins or ends early there are fewer pictures."""
    offsets = np.linspace(-AROUND_S, AROUND_S, 2 * STEPS + 1)
    stills = [film.at(max(0.0, seconds + float(offset))) for offset in offsets]
    kept = list({still.seconds: still for still in stills}.values())
    now = [still.seconds for still in kept].index(stills[STEPS].seconds)
    return Strip(tuple(_small(still.picture) for still in kept), now)


def _moment(item: ReviewItem) -> _Moment | None:
    """Return the film and the time in it; a session's film has a clock of its own."""
    path = Path(item.film)
    if not item.film or not path.exists():
        return None
    if path.is_file():
        return _Moment(path, item.seconds)
    folder = SessionFolder(path)
    film = next((one for one in (folder.raw, folder.video) if one.is_file()), None)
    if film is None or not folder.is_session:
        return None
    try:
        events = read_log(folder.events).events
    except GlyphcamError:
        return None
    times = [event.seconds for event in events if event.frame == item.frame]
    return _Moment(film, times[0]) if times else None


def _small(picture: Picture) -> Picture:
    width = max(1, round(picture.shape[1] * HEIGHT_PX / picture.shape[0]))
    return np.asarray(cv2.resize(picture, (width, HEIGHT_PX), interpolation=cv2.INTER_AREA))
