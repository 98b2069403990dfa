"""A sitting of practice from wish to summary: camera, reader, window and record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from glyphcam.calibration.errors import SettingError
from glyphcam.live.camera_check_corrected import corrected
from glyphcam.live.camera_check_setup import setup_of
from glyphcam.live.display import why_no_window
from glyphcam.live.enrol_stage import play
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.pace import in_real_time
from glyphcam.live.practice_record import (
    ALPHABET,
    Record,
    load_record,
    record_path,
    save_record,
)
from glyphcam.live.practice_rule import is_known, weight
from glyphcam.live.practice_script import PracticeScript
from glyphcam.live.practice_session import PracticeSession, standing
from glyphcam.live.reader import Reader
from glyphcam.live.reading import NOTHING, Reading
from glyphcam.live.screen import HighGui
from glyphcam.live.source import open_source
from glyphcam.models.hand import Hand

Say = Callable[[str], None]

LEAST_HEIGHT = 480
"""Smaller pictures are enlarged: the word, the shape and the advice need the room."""


@dataclass(frozen=True, slots=True)
class PracticeWish:
    """Who practises what, where: ``items`` empty leaves the choice to the rule, ``count`` of it.

    Without a ``user`` nothing is kept. ``is_left`` None follows the hand that is seen.
    """

    user: str | None = None
    items: tuple[str, ...] = ()
    source: str = "0"
    is_left: bool | None = None
    count: int = 10
    seed: int | None = None
    is_window_wanted: bool = True


def practise(wish: PracticeWish, say: Say) -> PracticeSession:
    """Practise until all is asked, the person leaves or the film ends; then say what came of it."""
    session = _session(wish)
    reason = why_no_window() if wish.is_window_wanted else None
    if reason is not None:
        say(f"{reason}: practising without a window")
    has_window = wish.is_window_wanted and reason is None
    tracker = ReadingTracker(open_reader(ReaderChoice("asl")))
    with ExitStack() as stack:
        source = stack.enter_context(corrected(open_source(wish.source), setup_of(wish.source)))
        frames = in_real_time(source) if has_window and not source.is_live else source
        script = PracticeScript(
            *(session, tracker.last, say, wish.is_left, source.is_live, has_window)
        )
        screen = HighGui() if has_window else None
        play(enlarged(frames), tracker, script, screen, say, is_mirrored=source.is_live)
    for line in session.summary():
        say(line)
    return session


def tell_stats(user: str, say: Say) -> None:
    """Say how well each letter is known, the weakest first; SettingError where none was tried."""
    path = record_path(user)
    record = load_record(path)
    tried = [letter for letter in ALPHABET if record.of(letter).count]
    if not tried:
        raise SettingError(f"'{user}' has not practised yet: glyphcam practice --user {user}")
    say("letter  known  tries  seconds")
    for letter in sorted(tried, key=lambda each: -weight(record, each)):
        say(_line(record, letter))
    for line in standing(record):
        say(line)


def items_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return words in capitals; SettingError for one with anything but the letters A to Z."""
    items = tuple(word.upper() for word in words)
    for item in items:
        if strange := [each for each in item if each not in ALPHABET]:
            raise SettingError(f"'{item}' cannot be spelled: {strange[0]!r} is no letter A to Z")
    return items


class ReadingTracker:
    """A reader that a guided task takes for a tracker; ``last`` is what it read."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._reading = NOTHING

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Read the frame and return the hand in it."""
        self._reading = self._reader.read(Frame(image, 0, seconds))
        return None if self._reading.region is None else self._reading.region.hand

    def last(self) -> Reading:
        """Return the reading of the last frame."""
        return self._reading


def enlarged(frames: Iterable[Frame], least_height: int = LEAST_HEIGHT) -> Iterator[Frame]:
    """Yield frames at least so high."""
    for frame in frames:
        height, width = frame.image.shape[:2]
        if height >= least_height:
            yield frame
            continue
        size_wh = (round(width * least_height / height), least_height)
        image = np.asarray(
            cv2.resize(frame.image, size_wh, interpolation=cv2.INTER_LINEAR), np.uint8
        )
        yield replace(frame, image=image)


def _session(wish: PracticeWish) -> PracticeSession:
    if wish.user is None:
        return PracticeSession(Record(), lambda record: None, wish.items, wish.count, wish.seed)
    path = record_path(wish.user)
    keep = partial(save_record, path=path)
    return PracticeSession(load_record(path), keep, wish.items, wish.count, wish.seed)


def _line(record: Record, letter: str) -> str:
    found = record.of(letter)
    seconds = sorted(each.seconds for each in found.tries if each.seconds is not None)
    median = f"{seconds[len(seconds) // 2]:7.1f}" if seconds else "      -"
    mark = " well" if is_known(record, letter) else ""
    return f"{letter:<6}{found.known * 100:5.0f} %{found.count:7d}  {median}{mark}"
