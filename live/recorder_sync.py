"""The thread that brings a recording onto the disk, so that the encoder need not wait for that."""

from __future__ import annotations

import threading
from collections.abc import Callable

from glyphcam.live.handover import Handover

SYNC_EVERY_S = 0.5
"""How often: what a power cut may cost. On a memory card one round can take a second."""


class RecorderSync:
    """Owns the thread ``recorder sync``, which calls ``sync`` until stopped or until it fails.

    ``error`` is why it failed; the recorder's own thread looks at it and raises it.
    """

    def __init__(self, sync: Callable[[], None], every_s: float = SYNC_EVERY_S) -> None:
        self._handover = Handover()
        self._sync = sync
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recorder sync", daemon=True)

    @property
    def error(self) -> BaseException | None:
        """Why the rounds failed, None while they go on."""
        return self._handover.error

    def start(self) -> None:
        """Start the rounds."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the round it is in."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        with self._handover:  # the recorder's thread looks at it
            while not self._stopping.wait(self._every_s):
                self._sync()
