"""A guided task on the picture: frames come, the hand is followed, a script asks and decides."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from enum import Enum
from typing import Protocol

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.hand_reader import Tracker
from glyphcam.live.keys import ESCAPE
from glyphcam.live.mirror import mirrored_picture, mirrored_reading
from glyphcam.live.reading import Reading, Region
from glyphcam.live.screen import Screen
from glyphcam.live.skeleton import draw_skeleton
from glyphcam.models.hand import Hand
from glyphcam.models.patch import hand_square

QUIT_KEYS = (ord("q"), ord("Q"), ESCAPE)


class PlayEnd(Enum):
    """How a guided task ended: all was asked, the person left, or the frames ended."""

    DONE = "done"
    LEFT = "left"
    ENDED = "ended"


class Script(Protocol):
    """What a guided task asks for, one frame after the other."""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to ask."""
        ...

    @property
    def prompt(self) -> str:
        """What is asked for now, for a terminal."""
        ...

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        """Take one frame and the hand in it; ``now_s`` is the monotonic clock."""
        ...

    def press(self, code: int) -> None:
        """Obey a key other than those that quit; -1 is none."""
        ...

    def draw(self, canvas: Picture) -> None:
        """Draw what is asked for onto the picture as shown."""
        ...


class NoTracker:
    """Follows no hand: for tasks that look at something else."""

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Return None."""
        return None


def play(
    frames: Iterable[Frame],
    tracker: Tracker,
    script: Script,
    screen: Screen | None,
    say: Callable[[str], None],
    is_mirrored: bool = True,
    clock: Callable[[], float] = time.monotonic,
) -> PlayEnd:
    """Run ``script`` over the frames until it is done, the person leaves, or they end.

    ``screen`` None runs without a window: then ``say`` is told each new prompt.
    """
    told = ""
    with _opened(screen) as shown:
        for frame in frames:
            hand = None
            if frame.notice is None:
                hand = tracker.track(frame.image, frame.seconds)
                script.take(frame, hand, clock())
            if script.is_done:
                return PlayEnd.DONE
            if script.prompt != told:
                told = script.prompt
                say(told)
            if not shown.show(_picture(frame, hand, script, is_mirrored)):
                return PlayEnd.LEFT
            script.press(shown.code)
    return PlayEnd.DONE if script.is_done else PlayEnd.ENDED


def _picture(frame: Frame, hand: Hand | None, script: Script, is_mirrored: bool) -> Picture:
    region = None if hand is None else Region(hand_square(hand.landmarks), hand)
    reading = Reading(region)
    canvas = mirrored_picture(frame.image) if is_mirrored else frame.image.copy()
    if is_mirrored:
        reading = mirrored_reading(reading, canvas.shape[1])
    if reading.region is not None and reading.region.hand is not None:
        draw_skeleton(canvas, reading.region.hand.landmarks, canvas.shape[0] / 480)
    script.draw(canvas)
    return canvas


class _Shown:
    """The window while a task runs, or nothing; ``code`` is the last key."""

    def __init__(self, screen: Screen | None) -> None:
        self._screen = screen
        self._is_open = False
        self.code = -1

    def __enter__(self) -> _Shown:
        return self

    def __exit__(self, *_: object) -> None:
        if self._screen is not None and self._is_open:
            self._screen.close()

    def show(self, canvas: Picture) -> bool:
        """Show the picture and listen for a key; False where the person leaves."""
        if self._screen is None:
            return True
        if not self._is_open:
            self._screen.open((canvas.shape[1], canvas.shape[0]))
            self._is_open = True
        self._screen.show(canvas)
        self.code = self._screen.key(1)
        return self.code not in QUIT_KEYS and not self._screen.is_closed()


def _opened(screen: Screen | None) -> _Shown:
    return _Shown(screen)
