"""The window's keys, on a screen written out for the test."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.keys import ESCAPE, KEYS, act_of
from glyphcam.live.output import Command
from glyphcam.live.reading import NOTHING, Reading, Step
from glyphcam.live.view import View
from glyphcam.live.window import Window

PICTURE = np.full((48, 64, 3), 90, np.uint8)


class FakeScreen:
    """Gives its keys one by one and remembers what it was shown."""

    def __init__(self, keys: str = "", closed_after: int = 10**6) -> None:
        self._keys = iter(keys)
        self._closed_after = closed_after
        self.shown: list[Picture] = []
        self.opened: list[tuple[int, int]] = []
        self.is_released = False

    def open(self, size_wh: tuple[int, int]) -> None:
        self.opened.append(size_wh)

    def show(self, picture: Picture) -> None:
        self.shown.append(picture)

    def key(self, wait_ms: int) -> int:
        pressed = next(self._keys, ".")
        return -1 if pressed == "." else ord(pressed)

    def is_closed(self) -> bool:
        return len(self.shown) > self._closed_after

    def close(self) -> None:
        self.is_released = True


def redraw(frame: Frame, reading: Reading) -> Picture:
    return PICTURE


def step(index: int = 0) -> Step:
    return Step(Frame(PICTURE, index, 0.0), NOTHING, PICTURE)


def window(screen: FakeScreen, view: View | None = None, folder: Path = Path()) -> Window:
    return Window(view or View(), redraw, folder, screen, clock=lambda: 5.0)


@pytest.mark.parametrize("key", ["q", "Q", chr(ESCAPE)])
def test_q_and_escape_quit(key: str) -> None:
    assert window(FakeScreen(key)).take(step()) is Command.QUIT


def test_n_asks_for_the_next_recogniser() -> None:
    assert window(FakeScreen("n")).take(step()) is Command.NEXT


def test_m_and_h_turn_what_is_seen_on_and_off() -> None:
    view = View()
    shown = window(FakeScreen("mhmh"), view)
    states = []
    for _ in range(4):
        assert shown.take(step()) is None
        states.append((view.is_mirrored, view.is_help_shown))
    assert states == [(True, False), (True, True), (False, True), (False, False)]


def test_while_paused_the_same_picture_is_shown_until_p_again() -> None:
    screen, view = FakeScreen("p...p"), View()
    assert window(screen, view).take(step()) is None
    assert len(screen.shown) == 5
    assert not view.is_paused


def test_a_paused_window_can_be_left() -> None:
    assert window(FakeScreen("p..q")).take(step()) is Command.QUIT


def test_closing_the_window_quits() -> None:
    shown = window(FakeScreen(closed_after=1))
    assert shown.take(step()) is None
    assert shown.take(step()) is Command.QUIT


def test_closing_a_paused_window_quits() -> None:
    assert window(FakeScreen("p", closed_after=3)).take(step()) is Command.QUIT


def test_s_saves_what_is_seen_and_says_where(tmp_path: Path) -> None:
    view = View()
    shown = window(FakeScreen("ss"), view, tmp_path / "shots")
    shown.take(step())
    shown.take(step())
    saved = sorted((tmp_path / "shots").iterdir())
    assert len(saved) == 2
    assert (cv2.imread(str(saved[0])) == PICTURE).all()
    message = view.message_at(5.1)
    assert message is not None and message.startswith("saved") and "shots" in message


def test_a_snapshot_that_cannot_be_written_is_said_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "shots").write_text("a file in the way")
    view = View()
    assert window(FakeScreen("s"), view, tmp_path / "shots").take(step()) is None
    assert "no snapshot" in str(view.message_at(5.1))


def test_the_screen_opens_with_the_first_picture_and_is_closed_at_the_end() -> None:
    screen, view = FakeScreen(), View()
    with window(screen, view) as shown:
        assert view.has_keys
        shown.take(step())
        shown.take(step(1))
    assert screen.opened == [(64, 48)]
    assert screen.is_released
    assert not view.has_keys


def test_a_screen_that_never_opened_is_not_closed() -> None:
    screen = FakeScreen()
    with window(screen):
        pass
    assert not screen.is_released


def test_no_key_does_two_things() -> None:
    codes = [code for key in KEYS for code in key.codes]
    assert len(codes) == len(set(codes))
    assert act_of(-1) is None
