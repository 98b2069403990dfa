"""A live camera or stream: its own reader thread, the newest frame only, found again when lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType

import numpy as np

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera_reader import CameraReader, Patience, Shot
from glyphcam.live.capture import OpenCapture
from glyphcam.live.frame import Frame
from glyphcam.live.mailbox import Mailbox

PATIENCE = Patience()


class Camera:
    """A source that gives the newest frame, or a blank one with a notice while there is none.

    Use it in a ``with``: entering waits for the first real frame, and raises ``SourceError`` with
    ``trouble()``'s sentence where none comes.
    """

    is_live = True
    count: int | None = None

    def __init__(
        self,
        open_capture: OpenCapture,
        name: str,
        trouble: Callable[[], str],
        patience: Patience = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._trouble = trouble
        self._patience = patience
        self._clock = clock
        self._mailbox: Mailbox[Shot] = Mailbox()
        self._reader = CameraReader(open_capture, self._mailbox, trouble, patience, clock)
        self._next_index = 0
        self._started_s = 0.0
        self._last_s = 0.0
        self._size_wh = (640, 480)
        self._has_stopped = False
        self._first: Shot | None = None

    def __enter__(self) -> Camera:
        """Open the camera and wait for its first frame."""
        self._reader.start()
        with ExitStack() as undo:
            undo.callback(self._reader.stop, self._patience.leave_s)
            self._first = self._mailbox.take(self._patience.first_frame_s)
            if self._first is None:
                raise SourceError(self._trouble())
            undo.pop_all()  # it is open: __exit__ stops the reader
        self._started_s = self._last_s = self._first.captured_s
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the reader thread and close the camera."""
        self._reader.stop(self._patience.leave_s)

    @property
    def dropped(self) -> int:
        """How many frames came and were replaced by newer ones before they were asked for."""
        return self._mailbox.dropped

    def __iter__(self) -> Camera:
        """Go on from the newest frame."""
        return self

    def __next__(self) -> Frame:
        """Return the newest frame not yet given, or a notice when the camera has stopped."""
        shot, self._first = self._first, None
        if shot is None or self._is_old(shot):
            shot = self._take()
        frame = self._notice() if shot is None else self._frame(shot)
        self._next_index += 1
        return frame

    def _take(self) -> Shot | None:
        patience = self._patience
        shot = self._mailbox.take(
            patience.notice_every_s if self._has_stopped else patience.stall_s
        )
        return None if shot is None or self._is_old(shot) else shot

    def _is_old(self, shot: Shot) -> bool:
        """Whether the frame lay there too long, as it does when the camera died during a pause."""
        return self._clock() - shot.captured_s > self._patience.stall_s

    def _frame(self, shot: Shot) -> Frame:
        self._has_stopped = False
        self._last_s = shot.captured_s
        self._size_wh = (shot.image.shape[1], shot.image.shape[0])
        return Frame(
            shot.image, self._next_index, shot.captured_s - self._started_s, shot.captured_s
        )

    def _notice(self) -> Frame:
        self._has_stopped = True
        now_s = self._clock()
        width, height = self._size_wh
        return Frame(
            np.full((height, width, 3), 32, np.uint8),
            self._next_index,
            now_s - self._started_s,
            now_s,
            f"{self.name} stopped {now_s - self._last_s:.0f} s ago: trying to reopen it",
        )
