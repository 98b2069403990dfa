"""The film a second before and after a queued moment, as a strip of small pictures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from glyphcam.calibration.errors import GlyphcamError
from glyphcam.calibration.review_item import ReviewItem
from glyphcam.live.frame import Picture
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
    """Return the pictures round an item's moment; None where its film is not there any more."""
    moment = _moment(item)
    if moment is None:
        return None
    offsets = np.linspace(-AROUND_S, AROUND_S, 2 * STEPS + 1)
    found = _pictures(moment.film, [moment.seconds + float(offset) for offset in offsets])
    if found[STEPS] is None:
        return None
    pictures = tuple(picture for picture in found if picture is not None)
    before = sum(picture is not None for picture in found[:STEPS])
    return Strip(pictures, before)


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


def _pictures(film: Path, times_s: list[float]) -> list[Picture | None]:
    """Return the picture at each time in one pass, None before the beginning and after the end."""
    capture = cv2.VideoCapture(str(film))
    try:
        rate_hz = capture.get(cv2.CAP_PROP_FPS) or 30.0
        capture.set(cv2.CAP_PROP_POS_FRAMES, max(0, int(times_s[0] * rate_hz)))
        number = int(capture.get(cv2.CAP_PROP_POS_FRAMES))
        found: list[Picture | None] = []
        for time_s in times_s:
            wanted = round(time_s * rate_hz)
            picture = None
            while wanted >= number:
                is_read, image = capture.read()
                if not is_read:
                    break
                number += 1
                picture = image if number > wanted else None
            found.append(None if picture is None else _small(np.asarray(picture, np.uint8)))
        return found
    finally:
        capture.release()


def _small(picture: Picture) -> Picture:
    width = max(1, round(picture.shape[1] * HEIGHT_PX / picture.shape[0]))
    return np.asarray(cv2.resize(picture, (width, HEIGHT_PX), interpolation=cv2.INTER_AREA))
