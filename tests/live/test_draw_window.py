"""The drawing window, driven by a scripted pointer and keys."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.live.cli import glyphcam
from glyphcam.live.draw_picture import SIDE, SIZE_WH
from glyphcam.live.draw_sheet import Sheet
from glyphcam.live.draw_window import DrawWindow, point
from glyphcam.live.frame import Picture

DOWN, MOVE, UP = cv2.EVENT_LBUTTONDOWN, cv2.EVENT_MOUSEMOVE, cv2.EVENT_LBUTTONUP
SEVEN = ((170, 140), (390, 140), (250, 450))


def draw(sheet: Sheet, corners: tuple[tuple[int, int], ...]) -> None:
    """Move the pointer along corners as a hand would, button down."""
    point(sheet, DOWN, corners[0])
    for (x0, y0), (x1, y1) in pairwise(corners):
        for share in np.linspace(0, 1, 12):
            point(sheet, MOVE, (round(x0 + share * (x1 - x0)), round(y0 + share * (y1 - y0))))
    point(sheet, UP, corners[-1])


class ScriptedDesk:
    """Shows to a list; each turn does the next thing of its script: a key, or a drawing."""

    def __init__(self, *script: str | Callable[[Sheet], None]) -> None:
        self._script = iter(script)
        self.shown: list[Picture] = []
        self.log: list[str] = []

    def open(self, size_wh: tuple[int, int]) -> None:
        self.log.append(f"open {size_wh}")

    def listen(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def show(self, picture: Picture) -> None:
        self.shown.append(picture)

    def key(self, wait_ms: int) -> int:
        turn = next(self._script)
        if isinstance(turn, str):
            return ord(turn)
        turn(self.sheet)
        return -1

    def is_closed(self) -> bool:
        return False

    def close(self) -> None:
        self.log.append("close")


def seven(sheet: Sheet) -> None:
    draw(sheet, SEVEN)


def panel(picture: Picture) -> Picture:
    return picture[:, SIDE:]


def test_q_closes_the_window_that_was_opened() -> None:
    desk = ScriptedDesk("q")
    DrawWindow(desk, "digits").run()
    assert desk.log == [f"open {SIZE_WH}", "close"]


def test_a_drawn_seven_is_shown_and_read_and_undone() -> None:
    desk = ScriptedDesk(seven, "z", "q")
    DrawWindow(desk, "digits").run()
    empty, drawn, undone = desk.shown[0], desk.shown[-2], desk.shown[-1]
    assert (drawn[140, 280] < 64).all()
    assert (empty[140, 280] > 200).all()
    assert not np.array_equal(panel(drawn), panel(empty))
    np.testing.assert_array_equal(undone, empty)


def test_i_turns_the_sheet_over_and_the_answer_stays() -> None:
    desk = ScriptedDesk(seven, "i", "q")
    DrawWindow(desk, "digits").run()
    light, dark = desk.shown[-2:]
    assert light[10, 10, 0] > 200 > 64 > dark[10, 10, 0]
    np.testing.assert_array_equal(panel(light), panel(dark))


def test_n_reads_the_same_strokes_as_something_else() -> None:
    desk = ScriptedDesk(seven, "n", "n", "n", "q")
    DrawWindow(desk, "digits").run()
    first, kannada, characters, again = desk.shown[-4:]
    assert not np.array_equal(panel(first), panel(kannada))
    assert not np.array_equal(panel(first), panel(characters))
    np.testing.assert_array_equal(first, again)


def test_nothing_is_shown_twice_while_nothing_changes() -> None:
    desk = ScriptedDesk(*"xxxx", "q")
    DrawWindow(desk, "digits").run()
    assert len(desk.shown) <= 2


def test_a_press_on_the_panel_draws_nothing() -> None:
    sheet = Sheet()
    draw(sheet, ((SIDE + 40, 100), (SIDE + 60, 200)))
    assert sheet.drawing.strokes == ()


def test_the_pen_draws_only_while_it_is_down_and_clear_takes_all_back() -> None:
    sheet = Sheet()
    point(sheet, MOVE, (10, 10))
    assert sheet.drawing.strokes == ()
    draw(sheet, SEVEN)
    point(sheet, MOVE, (500, 500))
    draw(sheet, SEVEN)
    assert len(sheet.drawing.strokes) == 2
    np.testing.assert_allclose(sheet.drawing.strokes[0][-1], [250 / SIDE, 450 / SIDE], atol=1e-6)
    sheet.clear()
    assert sheet.drawing.strokes == ()


def test_without_a_display_the_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    result = CliRunner().invoke(glyphcam, ["draw"])
    assert "DISPLAY is not set" in str(result.exception)
    assert "glyphcam serve" in str(result.exception)
