"""The sheet a person draws on: strokes as they grow, undone and cleared."""

from __future__ import annotations

import numpy as np

from glyphcam.live.draw_strokes import PEN, Drawing

Point = tuple[float, float]
"""x, y from 0 to 1 of the sheet."""


class Sheet:
    """Strokes drawn with one pen; ``version`` grows with every change."""

    def __init__(self, pen: float = PEN) -> None:
        self.version = 0
        self._pen = pen
        self._strokes: list[list[Point]] = []
        self._is_down = False

    @property
    def drawing(self) -> Drawing:
        """What is drawn so far."""
        strokes = tuple(np.array(stroke, np.float32) for stroke in self._strokes)
        return Drawing(strokes, self._pen)

    def press(self, point: Point) -> None:
        """Put the pen down."""
        self._strokes.append([point])
        self._is_down = True
        self.version += 1

    def move(self, point: Point) -> None:
        """Move the pen; it draws where it is down."""
        if self._is_down:
            self._strokes[-1].append(point)
            self.version += 1

    def lift(self) -> None:
        """Lift the pen."""
        self._is_down = False

    def undo(self) -> None:
        """Take the last stroke back, if there is one."""
        if self._strokes:
            self._strokes.pop()
            self._is_down = False
            self.version += 1

    def clear(self) -> None:
        """Take every stroke back."""
        self._strokes.clear()
        self._is_down = False
        self.version += 1
