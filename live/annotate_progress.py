"""The progress of many films: how much is read, how fast, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2

from glyphcam.live.annotate_plan import Job
from glyphcam.live.annotate_pool import Done, Progress
from glyphcam.live.quiet import hush

WIDTH = 24
REDRAW_S = 0.2


class AnnotateProgress:
    """Draws one line that is drawn over itself; ``write`` takes the text, None draws nothing."""

    def __init__(
        self,
        jobs: Sequence[Job],
        write: Callable[[str], None] | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._clock = clock
        self._start_s = clock()
        self._drawn_s = float("-inf")
        self._counts = {job.video: _frame_count(job.video) for job in jobs} if write else {}
        self._read = dict.fromkeys(self._counts, 0)
        self._done = 0

    def take(self, news: Progress | Done) -> None:
        """Note how a film goes, and draw the line again now and then."""
        video = news.job.video
        if self._write is None:
            return
        if isinstance(news, Progress):
            self._read[video] = news.ahead.frames
        else:
            self._done += 1
            self._counts[video] = self._read[video]
        if self._clock() - self._drawn_s >= REDRAW_S or isinstance(news, Done):
            self._drawn_s = self._clock()
            self._write(f"\r{self.line()}\033[K")

    def line(self) -> str:
        """Return the bar with films, frames a second and the time left."""
        read, count = sum(self._read.values()), sum(self._counts.values())
        elapsed_s = max(self._clock() - self._start_s, 1e-6)
        share = read / count if count else 1.0
        filled = round(WIDTH * min(share, 1.0))
        left = "" if not read else f", {told_s((count - read) * elapsed_s / read)} left"
        return (
            f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}  "
            f"{self._done} of {len(self._counts)} films, {read / elapsed_s:.0f} frames/s{left}"
        )

    def end(self) -> None:
        """Leave the line."""
        if self._write is not None:
            self._write("\r\033[K")


def told_s(seconds: float) -> str:
    """Return a time in words: ``40 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest_s = divmod(whole, 60)
    return f"{minutes} min {rest_s} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _frame_count(video: Path) -> int:
    """Return how many frames a film says it has; 0 where it says nothing or is none."""
    hush()
    film = cv2.VideoCapture(str(video))
    try:
        return max(0, int(film.get(cv2.CAP_PROP_FRAME_COUNT)))
    finally:
        film.release()
