"""The review queue of one browser that shows its camera: doubtful readings, where --queue asked."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from glyphcam.calibration.errors import QueueError
from glyphcam.live.frame import Frame
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.queue_output import QueueOutput
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.reading import Reading, Step


class LiveQueue:
    """Queues what one client's reader was unsure of; a queue that fails leaves the client alone.

    Nothing of the film is kept but the crops that are queued.
    """

    def __init__(self, folder: Path, choice: ReaderChoice) -> None:
        source = f"browser, {datetime.now():%Y-%m-%d %H:%M:%S}"
        self._output: QueueOutput | None = None
        self._stack = ExitStack()
        try:
            self._output = self._stack.enter_context(
                QueueOutput(QueueWish(True, folder), choice, source, _log)
            )
        except QueueError as error:
            _log(f"nothing is queued for review: {error}")

    def take(self, frame: Frame, reading: Reading) -> None:
        """Hand a frame over where its reading deserves a look; this waits for nothing."""
        if self._output is not None:
            # The frame of a camera, not of a film: the next one will not wait for the queue.
            running = replace(frame, captured_s=0.0)
            self._output.take(Step(running, reading, frame.image))

    def close(self) -> None:
        """Queue what waits and close the file."""
        self._stack.close()


def _log(line: str) -> None:
    print(f"glyphcam: {line}", file=sys.stderr)
