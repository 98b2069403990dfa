"""The thread that reads a camera: opens it, skips black frames, and opens it again when lost."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2

from glyphcam.calibration.errors import SourceError
from glyphcam.live.capture import Capture, OpenCapture
from glyphcam.live.colour import as_bgr
from glyphcam.live.frame import Picture
from glyphcam.live.handover import Handover
from glyphcam.live.mailbox import Mailbox

BLACK_BELOW = 8.0
"""Mean grey of a warm-up frame: webcams send 0, or 16 of limited range less its noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One picture (h, w, 3) uint8 BGR and the monotonic second at which it was there."""

    image: Picture
    captured_s: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a camera is waited for, all in seconds."""

    first_frame_s: float = 25.0
    """Windows may take 20 s to open a webcam; one that cannot be opened says so at once."""
    stall_s: float = 1.5
    notice_every_s: float = 0.1
    warm_up_s: float = 2.0
    back_off_s: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 5.0)
    leave_s: float = 10.0


class CameraReader:
    """Owns the camera and the thread ``camera reader``; its errors go through the mailbox."""

    def __init__(
        self,
        open_capture: OpenCapture,
        mailbox: Mailbox[Shot],
        trouble: Callable[[], str],
        patience: Patience,
        clock: Callable[[], float],
    ) -> None:
        self._open_capture = open_capture
        self._mailbox = mailbox
        self._trouble = trouble
        self._patience = patience
        self._clock = clock
        self._stop = threading.Event()
        # A daemon, because a driver may never come back from its read.
        self._thread = threading.Thread(target=self._run, name="camera reader", daemon=True)

    def start(self) -> None:
        """Start reading."""
        self._thread.start()

    def stop(self, timeout_s: float) -> None:
        """Ask the thread to end and wait for it, at most ``timeout_s`` seconds."""
        self._stop.set()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        with Handover() as handover:
            self._read_for_ever()
        if handover.error is not None:  # raised where the frames are taken
            self._mailbox.fail(handover.error)

    def _read_for_ever(self) -> None:
        if self._read_until_lost() == 0 and not self._stop.is_set():
            raise SourceError(self._trouble())
        tries = 0
        pauses_s = self._patience.back_off_s
        while not self._stop.wait(pauses_s[min(tries, len(pauses_s) - 1)]):
            tries = tries + 1 if self._read_until_lost() == 0 else 0

    def _read_until_lost(self) -> int:
        """Open the camera and post its frames; return how many came before it was lost."""
        count = 0
        with closing_after(self._open_capture()) as capture:
            for shot in self._shots(capture):
                self._mailbox.put(shot)
                count += 1
        return count

    def _shots(self, capture: Capture) -> Iterator[Shot]:
        warm_s = self._clock() + self._patience.warm_up_s
        is_warm = False
        while not self._stop.is_set() and (image := read_picture(capture)) is not None:
            now_s = self._clock()
            is_warm = is_warm or now_s > warm_s or not is_black(image)
            if is_warm:
                yield Shot(image, now_s)


def is_black(image: Picture) -> bool:
    """Whether a picture is as black as those a webcam sends before it has light."""
    return float(image[::8, ::8].mean()) < BLACK_BELOW


def read_picture(capture: Capture) -> Picture | None:
    """Return the next picture, or None: it is this, not isOpened(), that tells a live camera."""
    with contextlib.suppress(cv2.error):
        is_good, image = capture.read()
        if is_good and image is not None and image.size:
            return as_bgr(image)
    return None


@contextlib.contextmanager
def closing_after(capture: Capture) -> Iterator[Capture]:
    """Release the capture at the end of a ``with``."""
    try:
        yield capture
    finally:
        capture.release()
