"""The thread that writes a session, so that neither encoder nor disk holds up the loop."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from glyphcam.live.handover import Handover
from glyphcam.live.recorder_sync import RecorderSync
from glyphcam.live.session_facts import ModelFacts
from glyphcam.live.session_writer import Shot

MOST_PICTURES = 8
"""How many frames may wait: a quarter of a second at 30 a second, 7 MB each way at 640x480."""

LOOK_EVERY_S = 0.5
"""How often the thread looks whether the disk is still there when nothing comes."""


class Writer(Protocol):
    """What the thread writes to; OSError where the disk will not have it."""

    def write(self, shot: Shot) -> None:
        """Write one event with its pictures."""
        ...

    def write_model(self, model: ModelFacts) -> None:
        """Note that this model answers from here on."""
        ...

    def sync(self) -> None:
        """Bring everything onto the disk."""
        ...


class RecorderThread:
    """Owns the thread ``recorder`` and its queue; its error is kept in ``error``.

    Events always wait their turn; where ``MOST_PICTURES`` frames wait already, ``has_room`` is
    False and the next event is to come without its pictures. At its end the thread calls ``close``
    with the error that ended it, or None.
    """

    def __init__(self, writer: Writer, close: Callable[[BaseException | None], None]) -> None:
        self._handover = Handover()
        self._writer = writer
        self._close = close
        self._sync = RecorderSync(writer.sync)
        self._waiting: deque[Shot | ModelFacts] = deque()
        self._pictures = 0
        self._changed = threading.Condition()
        self._is_stopping = False
        # A daemon, because a dead network disk may never let go of a write.
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)

    @property
    def error(self) -> BaseException | None:
        """What ended the writing, None while it goes on."""
        return self._handover.error

    def start(self) -> None:
        """Start writing."""
        self._sync.start()
        self._thread.start()

    def has_room(self, timeout_s: float = 0.0) -> bool:
        """Whether another picture may be handed over, now or within ``timeout_s``."""
        if self._pictures < MOST_PICTURES or not timeout_s:
            return self._pictures < MOST_PICTURES
        with self._changed:
            return self._changed.wait_for(lambda: self._pictures < MOST_PICTURES, timeout_s)

    def put(self, item: Shot | ModelFacts) -> None:
        """Hand over one event, or the model that answers from here on; never waits."""
        with self._changed:
            self._waiting.append(item)
            self._pictures += _pictures_in(item)
            self._changed.notify()

    def ask_to_stop(self) -> None:
        """Let the thread write what waits and close; does not wait for it."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread's end; False where it did not come in ``timeout_s``."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        with self._handover:  # the recorder looks at it at the next frame
            self._write_until_stopped()
        with self._handover:
            self._sync.stop()
            self._close(self.error)

    def _write_until_stopped(self) -> None:
        while (item := self._next()) is not None or not self._is_stopping:
            if self._sync.error is not None:
                raise self._sync.error
            if isinstance(item, Shot):
                self._writer.write(item)
            elif item is not None:
                self._writer.write_model(item)

    def _next(self) -> Shot | ModelFacts | None:
        """Return what waits longest; None after a while without anything, or at the end."""
        with self._changed:
            if not self._waiting and not self._is_stopping:
                self._changed.wait(LOOK_EVERY_S)
            if not self._waiting:
                return None
            item = self._waiting.popleft()
            self._pictures -= _pictures_in(item)
            self._changed.notify()
            return item


def _pictures_in(item: Shot | ModelFacts) -> int:
    return int(isinstance(item, Shot) and item.seen is not None)
