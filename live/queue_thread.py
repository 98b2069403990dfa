"""The thread that queues readings, so that neither networks nor disk hold up the loop."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from glyphcam.live.handover import Handover
from glyphcam.live.queue_sight import Sight

MOST_SIGHTS = 8
"""So many frames may wait, 1 MB each at 640x480; another is let go: it is only a candidate."""


class QueueThread:
    """Owns the thread ``review queue``; what ends it is kept in ``error``.

    ``work`` takes one sight at a time.
    """

    def __init__(self, work: Callable[[Sight], None]) -> None:
        self._handover = Handover()
        self.let_go = 0
        self._work = work
        self._waiting: deque[Sight] = deque()
        self._changed = threading.Condition()
        self._is_stopping = False
        # A daemon, because a dead network disk may never let go of a write.
        self._thread = threading.Thread(target=self._run, name="review queue", daemon=True)

    @property
    def error(self) -> BaseException | None:
        """What ended the work, None while it goes on."""
        return self._handover.error

    def start(self) -> None:
        """Start working."""
        self._thread.start()

    def put(self, sight: Sight, timeout_s: float = 0.0) -> None:
        """Hand a sight over; where none has room within ``timeout_s`` it is let go."""
        with self._changed:
            if not self._changed.wait_for(self._has_room, timeout_s):
                self.let_go += 1
                return
            self._waiting.append(sight)
            self._changed.notify_all()

    def stop(self, timeout_s: float) -> bool:
        """Let the thread do what waits and end; False where that took longer."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _has_room(self) -> bool:
        return len(self._waiting) < MOST_SIGHTS or self.error is not None

    def _run(self) -> None:
        with self._handover:  # the output looks at it at the next frame
            while (sight := self._next()) is not None:
                self._work(sight)
        with self._changed:
            self._changed.notify_all()

    def _next(self) -> Sight | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._is_stopping)
            if not self._waiting:
                return None
            sight = self._waiting.popleft()
            self._changed.notify_all()
            return sight
