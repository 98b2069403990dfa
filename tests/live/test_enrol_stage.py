"""A guided task runs until it is done, the person leaves, or the frames end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from glyphcam.live.enrol_stage import PlayEnd, play
from glyphcam.live.frame import Frame, Picture
from glyphcam.models.hand import Hand


def frames(count: int, notice: str | None = None) -> Iterator[Frame]:
    for i in range(count):
        yield Frame(np.zeros((48, 64, 3), np.uint8), i, i / 30, None, notice)


class NoHand:
    def track(self, image: Picture, seconds: float) -> Hand | None:
        return None


class OneHand:
    def track(self, image: Picture, seconds: float) -> Hand | None:
        points = np.random.default_rng(0).uniform(10, 40, (21, 3)).astype(np.float32)
        return Hand(points, points, 1.0, 1.0)


class Counting:
    """A script of three frames."""

    def __init__(self) -> None:
        self.taken = 0
        self.hands = 0
        self.pressed: list[int] = []

    @property
    def is_done(self) -> bool:
        return self.taken > 3

    @property
    def prompt(self) -> str:
        return "first" if self.taken < 2 else "then"

    def take(self, frame: Frame, hand: Hand | None, now_s: float) -> None:
        self.taken += 1
        self.hands += hand is not None

    def press(self, code: int) -> None:
        self.pressed.append(code)

    def draw(self, canvas: Picture) -> None:
        canvas[0, 0] = 255


class FakeScreen:
    def __init__(self, *keys: int, is_closed: bool = False) -> None:
        self.keys = list(keys)
        self.closed = is_closed
        self.log: list[str] = []
        self.shown: list[Picture] = []

    def open(self, size_wh: tuple[int, int]) -> None:
        self.log.append(f"open {size_wh}")

    def show(self, picture: Picture) -> None:
        self.shown.append(picture)

    def key(self, wait_ms: int) -> int:
        return self.keys.pop(0) if self.keys else -1

    def is_closed(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.log.append("close")


def test_a_script_runs_to_its_end_and_tells_each_prompt_once() -> None:
    told: list[str] = []
    script = Counting()
    assert play(frames(9), NoHand(), script, None, told.append) is PlayEnd.DONE
    assert told == ["first", "then"]
    assert script.taken == 4


def test_frames_that_end_too_soon_are_no_end_of_the_task() -> None:
    assert play(frames(2), NoHand(), Counting(), None, print) is PlayEnd.ENDED


@pytest.mark.parametrize("key", [ord("q"), 27])
def test_the_person_may_leave_and_the_window_closes(key: int) -> None:
    screen = FakeScreen(ord("s"), key)
    script = Counting()
    assert play(frames(9), NoHand(), script, screen, lambda line: None) is PlayEnd.LEFT
    assert script.pressed == [ord("s")]
    assert screen.log == ["open (64, 48)", "close"]


def test_a_closed_window_is_leaving() -> None:
    screen = FakeScreen(is_closed=True)
    assert play(frames(9), NoHand(), Counting(), screen, lambda line: None) is PlayEnd.LEFT


def test_what_is_shown_has_the_hand_and_the_script_drawn_in() -> None:
    screen = FakeScreen()
    play(frames(9), OneHand(), Counting(), screen, lambda line: None)
    assert (screen.shown[0][0, 0] == 255).all()
    assert screen.shown[0][5:45, 5:60].any()


def test_a_notice_is_shown_but_not_measured() -> None:
    script = Counting()
    assert play(frames(5, "the camera stopped"), OneHand(), script, None, print) is PlayEnd.ENDED
    assert script.taken == 0
