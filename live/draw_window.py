"""The drawing window: an OpenCV window, because it runs wherever `glyphcam live` does.

Tk would do as well, but many Pythons come without it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import cycle, dropwhile, islice
from types import MappingProxyType
from typing import Protocol

import cv2

from glyphcam.live.draw_answer import DRAWABLE, read_drawing, shipped_network
from glyphcam.live.draw_picture import SIDE, SIZE_WH, Look, picture_of_window
from glyphcam.live.draw_sheet import Point, Sheet
from glyphcam.live.frame import Picture
from glyphcam.live.keys import ESCAPE
from glyphcam.live.screen import HighGui, Screen
from glyphcam.models.recognisers import RECOGNISERS

WAIT_MS = 15
"""How long the window lives between two looks at keys: a pen moves that often."""


class Desk(Screen, Protocol):
    """A screen that also tells where the pointer is."""

    def listen(self, sheet: Sheet) -> None:
        """Let the pointer draw on ``sheet`` from now on."""
        ...


class DrawDesk(HighGui):
    """A HighGUI window whose pointer draws."""

    def listen(self, sheet: Sheet) -> None:
        """Hand mouse, pen and touch to ``sheet``: OpenCV tells all three as a mouse."""
        cv2.setMouseCallback(self._title, lambda event, x, y, *_: point(sheet, event, (x, y)))


def point(sheet: Sheet, event: int, xy: tuple[int, int]) -> None:
    """Do on ``sheet`` what OpenCV's mouse ``event`` at picture pixel ``xy`` means."""
    place = xy[0] / SIDE, xy[1] / SIDE
    act = _POINTER.get(event)
    if act is not None:
        act(sheet, place)


def _press(sheet: Sheet, place: Point) -> None:
    if place[0] <= 1:  # beyond it lies the panel
        sheet.press(place)


_POINTER: Mapping[int, Callable[[Sheet, Point], None]] = MappingProxyType(
    {
        cv2.EVENT_LBUTTONDOWN: _press,
        cv2.EVENT_MOUSEMOVE: Sheet.move,
        cv2.EVENT_LBUTTONUP: lambda sheet, place: sheet.lift(),
    }
)


class DrawWindow:
    """Runs the window: reads the sheet after every change and obeys its keys."""

    def __init__(self, desk: Desk, recogniser: str, kind: str | None = None) -> None:
        """SettingError or ModelError where there is no such model."""
        self._desk = desk
        self._sheet = Sheet()
        self._recogniser = recogniser
        self._network = shipped_network(recogniser, kind)
        self._is_dark = False
        self._is_over = False
        self._shown: tuple[int, str, bool] | None = None

    def run(self) -> None:
        """Show the window until it is closed or q is pressed."""
        self._desk.open(SIZE_WH)
        try:
            self._desk.show(self._picture())
            self._desk.listen(self._sheet)
            while not self._is_over and not self._desk.is_closed():
                now = (self._sheet.version, self._recogniser, self._is_dark)
                if now != self._shown:
                    self._desk.show(self._picture())
                    self._shown = now
                self._obey(self._desk.key(WAIT_MS))
        finally:
            self._desk.close()

    def _picture(self) -> Picture:
        drawing = self._sheet.drawing
        entry = RECOGNISERS[self._recogniser]
        look = Look(entry.title, self._is_dark, self._recogniser == "kannada")
        return picture_of_window(drawing, read_drawing(self._network, drawing), look)

    def _obey(self, code: int) -> None:
        act = _KEYS.get(chr(code).lower() if 0 < code < 128 else "")
        if act is not None:
            act(self)

    def _undo(self) -> None:
        self._sheet.undo()

    def _clear(self) -> None:
        self._sheet.clear()

    def _turn(self) -> None:
        self._is_dark = not self._is_dark

    def _next(self) -> None:
        turn = dropwhile(lambda name: name != self._recogniser, cycle(DRAWABLE))
        self._recogniser = next(islice(turn, 1, None))
        self._network = shipped_network(self._recogniser)

    def _quit(self) -> None:
        self._is_over = True


_KEYS: Mapping[str, Callable[[DrawWindow], None]] = MappingProxyType(
    {
        "z": DrawWindow._undo,
        "c": DrawWindow._clear,
        "i": DrawWindow._turn,
        "n": DrawWindow._next,
        "q": DrawWindow._quit,
        chr(ESCAPE): DrawWindow._quit,
    }
)
