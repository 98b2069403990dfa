"""A film looked into at any moment, forwards or backwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from glyphcam.calibration.errors import MissingExtra, SourceError
from glyphcam.live.frame import Picture

NEAR_S = 2.0
"""So far ahead it is quicker to decode on than to seek."""

EPSILON_S = 0.0005
"""Times in the events are rounded to a millionth, the film's to a ninety-thousandth."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """One picture (h, w, 3) uint8 BGR of a film, seen from ``seconds`` on."""

    picture: Picture
    seconds: float


class ReplayFilm:
    """A film of a session; use it in a ``with``. SourceError where it is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container: Any = None
        self._frames: Iterator[Any] = iter(())
        self._now: Any = None
        self._next: Any = None

    def __enter__(self) -> ReplayFilm:
        """Open the film at its first picture."""
        self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the film."""
        self._container.close()

    def at(self, seconds: float) -> Still:
        """Return the picture that is seen at ``seconds``: the last one not after it."""
        if not self._now.time - EPSILON_S <= seconds <= self._now.time + NEAR_S:
            self._seek(seconds)
        while self._next is not None and self._next.time <= seconds + EPSILON_S:
            self._advance()
        return Still(self._now.to_ndarray(format="bgr24"), self._now.time)

    def _open(self) -> None:
        try:
            import av
        except ImportError as error:
            raise MissingExtra("film", "looking into a film") from error
        try:
            self._container = av.open(str(self._path))
            self._frames = self._decode()
            self._now, self._next = next(self._frames, None), next(self._frames, None)
        except (OSError, ValueError, IndexError) as error:
            raise SourceError(f"{self._path} is no film that can be read: {error}") from error
        if self._now is None:
            self._container.close()
            raise SourceError(f"{self._path} has no picture: it was killed before its first")

    def _seek(self, seconds: float) -> None:
        """Go to a key picture not after ``seconds``; a film without an index begins anew."""
        stream = self._container.streams.video[0]
        self._container.seek(max(0, int(seconds / stream.time_base)), stream=stream)
        self._frames = self._decode()
        self._now, self._next = next(self._frames, None), next(self._frames, None)
        if self._now is None or self._now.time > seconds + EPSILON_S:
            self._container.close()
            self._open()

    def _decode(self) -> Iterator[Any]:
        """Yield pictures until the end, or until a kill cut through the film."""
        import av

        try:
            yield from self._container.decode(video=0)
        except av.error.InvalidDataError:
            return

    def _advance(self) -> None:
        self._now, self._next = self._next, next(self._frames, None)
