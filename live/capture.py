"""A capture: what gives pictures one by one, as OpenCV's VideoCapture does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import cv2

from glyphcam.live.quiet import hush

OPEN_TIMEOUT_MS = 5_000
"""How long a network stream may take to answer."""

READ_TIMEOUT_MS = 3_000
"""How long a network stream may pause before its read fails."""


class Capture(Protocol):
    """The methods of cv2.VideoCapture that a camera needs; isOpened() would only mislead."""

    def read(self) -> tuple[bool, Any]:
        """Wait for the next picture: (True, (h, w, 3) uint8 BGR), or (False, None)."""
        ...

    def release(self) -> None:
        """Close the device."""
        ...


OpenCapture = Callable[[], Capture]


@dataclass(frozen=True, slots=True)
class Device:
    """A camera by index (0) or path (/dev/video0): calling it opens it."""

    address: int | str

    def __call__(self) -> Capture:
        """Open the camera with the system's own driver interface.

        On Linux that is named: otherwise OpenCV goes on to ask FFmpeg and depth cameras.
        """
        hush()
        interface = cv2.CAP_V4L2 if sys.platform == "linux" else cv2.CAP_ANY
        return cv2.VideoCapture(self.address, interface)


@dataclass(frozen=True, slots=True)
class Stream:
    """A network stream by its http or rtsp address: calling it opens it."""

    address: str

    def __call__(self) -> Capture:
        """Open the stream with FFmpeg, which gives up after the timeouts above."""
        hush()
        limits = [
            *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_TIMEOUT_MS),
            *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_TIMEOUT_MS),
        ]
        return cv2.VideoCapture(self.address, cv2.CAP_FFMPEG, limits)
