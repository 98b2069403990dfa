"""A film as a source: every frame, in order, at the time the film itself gives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import cv2

from glyphcam.calibration.errors import SourceError
from glyphcam.live.colour import as_bgr
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.quiet import hush

WHOLE_FROM = 0.9
"""A film that gives less than this share of the frames it announces has broken off."""


class FilmSource:
    """The frames of one film file; SourceError where it is no film, breaks off or changes size."""

    is_live = False
    dropped = 0

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.count: int | None = None
        self._path = path
        self._capture: cv2.VideoCapture | None = None
        self._frames: Iterator[Frame] = iter(())

    def __enter__(self) -> FilmSource:
        """Open the film and look at its first frame."""
        hush()
        self._capture = capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        first = _read(capture)
        if first is None:
            capture.release()
            raise SourceError(_no_film(self._path))
        announced = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
        self.count = announced if announced > 0 else None
        self._frames = self._read_all(capture, first)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the film."""
        if self._capture is not None:
            self._capture.release()

    @property
    def rate_hz(self) -> float:
        """The film's own frames a second; 30 where it does not say."""
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS) if self._capture is not None else 0.0
        return rate_hz if 0 < rate_hz <= 1000 else 30.0

    def __iter__(self) -> Iterator[Frame]:
        """Go on with the next frame."""
        return self._frames

    def _read_all(self, capture: cv2.VideoCapture, first: Picture) -> Iterator[Frame]:
        image: Picture | None = first
        index, seconds = 0, -1.0
        while image is not None:
            seconds = self._time_after(capture, seconds)
            self._check_size(first, image, seconds)
            yield Frame(image, index, seconds)
            index += 1
            image = _read(capture)
        self._check_whole(index, seconds)

    def _time_after(self, capture: cv2.VideoCapture, last_s: float) -> float:
        """Return the time of the frame just read: the film's own, but never going back."""
        own_s = float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000
        if last_s < 0:
            return max(own_s, 0.0)
        return own_s if own_s > last_s else last_s + 1 / self.rate_hz

    def _check_size(self, first: Picture, image: Picture, seconds: float) -> None:
        if image.shape != first.shape:
            raise SourceError(
                f"{self.name} changes its size from {_size(first)} to {_size(image)} at "
                f"{seconds:.1f} s: cut it there into two films"
            )

    def _check_whole(self, given: int, seconds: float) -> None:
        if self.count is None or given >= WHOLE_FROM * self.count:
            return
        length_s = self.count / self.rate_hz
        if seconds + 1 / self.rate_hz < WHOLE_FROM * length_s:
            raise SourceError(
                f"{self.name} breaks off at {seconds:.1f} of {length_s:.1f} s ({given} of "
                f"{self.count} frames): it is damaged or was not copied whole"
            )


def _read(capture: cv2.VideoCapture) -> Picture | None:
    try:
        is_good, image = capture.read()
    except cv2.error:
        return None
    return as_bgr(image) if is_good and image is not None and image.size else None


def _size(image: Picture) -> str:
    return f"{image.shape[1]}x{image.shape[0]}"


def _no_film(path: Path) -> str:
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}"
    if is_empty:
        return f"{path.name} is empty: was it copied whole?"
    return (
        f"{path.name} is not a film that can be read, or it is cut short: give an mp4, mov, mkv, "
        "avi or webm film that plays elsewhere"
    )
