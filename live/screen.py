"""OpenCV's HighGUI as one small object: the only place that touches it."""

from __future__ import annotations

import contextlib
import os
from typing import Protocol

import cv2

from glyphcam.live.frame import Picture

LEAST_WIDTH = 640
"""A smaller picture is shown enlarged, so that the overlay can be read across a room."""


class Screen(Protocol):
    """What a window needs of the system."""

    def open(self, size_wh: tuple[int, int]) -> None:
        """Open the window for pictures of this size."""
        ...

    def show(self, picture: Picture) -> None:
        """Show a picture (h, w, 3) uint8 BGR."""
        ...

    def key(self, wait_ms: int) -> int:
        """Let the window live for ``wait_ms`` and return the key pressed, or -1."""
        ...

    def is_closed(self) -> bool:
        """Whether the person has closed the window."""
        ...

    def close(self) -> None:
        """Close the window."""
        ...


class HighGui:
    """One HighGUI window called ``title``."""

    def __init__(self, title: str = "glyphcam") -> None:
        self._title = title

    def open(self, size_wh: tuple[int, int]) -> None:
        """Open the window, without Qt's tool bar; it may be resized and keeps its proportions."""
        # The wheels' Qt has no fonts of its own and says so ten times; it needs none either.
        os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false;*.warning=false")
        flags = cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL
        cv2.namedWindow(self._title, flags)
        width, height = size_wh
        enlarged = max(1.0, LEAST_WIDTH / width)
        cv2.resizeWindow(self._title, round(width * enlarged), round(height * enlarged))

    def show(self, picture: Picture) -> None:
        """Show a picture."""
        cv2.imshow(self._title, picture)

    def key(self, wait_ms: int) -> int:
        """Wait for a key."""
        return int(cv2.waitKey(wait_ms))

    def is_closed(self) -> bool:
        """Whether the window is gone; OpenCV 5 raises where OpenCV 4 answers 0."""
        with contextlib.suppress(cv2.error):
            return cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1
        return True

    def close(self) -> None:
        """Close the window, if the person has not."""
        with contextlib.suppress(cv2.error):
            cv2.destroyWindow(self._title)
        cv2.waitKey(1)
