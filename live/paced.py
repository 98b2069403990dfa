"""A film that behaves as a camera: its frames come at a fixed rate, asked for or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import cv2

from glyphcam.live.camera import Camera
from glyphcam.live.frame import Picture
from glyphcam.live.quiet import hush


class PacedCapture:
    """A capture over an endless film: each read waits until the next frame is due.

    Frames that were due while nobody read are skipped, as in a camera's own buffer of one.
    """

    def __init__(
        self,
        path: Path,
        rate_hz: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        hush()
        self._path = path
        self._rate_hz = rate_hz
        self._clock = clock
        self._wait = wait
        self._film = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
        self._start_s = clock()
        self._given = 0

    def read(self) -> tuple[bool, Picture | None]:
        """Wait for the next frame that is due and return it."""
        due = max(self._given, int((self._clock() - self._start_s) * self._rate_hz))
        for _ in range(due - self._given):
            self._grab()
        is_good = self._grab()
        self._given = due + 1
        is_good, image = self._film.retrieve() if is_good else (False, None)
        if (early_s := self._start_s + due / self._rate_hz - self._clock()) > 0:
            self._wait(early_s)
        return is_good, image

    def release(self) -> None:
        """Close the film."""
        self._film.release()

    def _grab(self) -> bool:
        if self._film.grab():
            return True
        self._film.release()
        self._film.open(str(self._path), cv2.CAP_FFMPEG)
        return bool(self._film.grab())


def paced_camera(path: Path, rate_hz: float = 30.0) -> Camera:
    """Return ``path`` as a live camera of ``rate_hz`` frames a second, without end."""
    return Camera(
        lambda: PacedCapture(path, rate_hz), path.name, lambda: f"{path.name} gave no frame"
    )
