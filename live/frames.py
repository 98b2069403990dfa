"""The source protocol: what gives frames; and the first of several sources that works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol

from glyphcam.calibration.errors import SourceError
from glyphcam.live.frame import Frame


class Source(AbstractContextManager["Source"], Protocol):
    """Gives frames inside a ``with``; iterating again goes on where it was left."""

    @property
    def name(self) -> str:
        """What it is called in sentences: "camera 0", "sign.mp4"."""
        ...

    @property
    def is_live(self) -> bool:
        """Whether frames come by the clock and late ones are dropped; a film gives every one."""
        ...

    @property
    def count(self) -> int | None:
        """How many frames it will give, where that is known."""
        ...

    @property
    def dropped(self) -> int:
        """How many frames were dropped because newer ones came."""
        ...

    def __iter__(self) -> Iterator[Frame]:
        """Give the frames that follow."""
        ...


class SourceOver:
    """A source that is another one to whoever asks: what it is called, and how it counts."""

    def __init__(self, inner: Source) -> None:
        self._inner = inner

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the inner one."""
        self._inner.__exit__(kind, error, trace)

    @property
    def name(self) -> str:
        """The inner one's name."""
        return self._inner.name

    @property
    def is_live(self) -> bool:
        """Whether the inner one is live."""
        return self._inner.is_live

    @property
    def count(self) -> int | None:
        """How many frames the inner one will give."""
        return self._inner.count

    @property
    def dropped(self) -> int:
        """How many frames the inner one dropped."""
        return self._inner.dropped


class FirstThatWorks(SourceOver):
    """Several sources tried in turn: ``with`` gives the first that opens, itself."""

    def __init__(self, *choices: Source) -> None:
        super().__init__(choices[-1])
        self._choices = choices

    def __enter__(self) -> Source:
        """Open the first that works; the last one's SourceError is raised where none does."""
        for choice in self._choices[:-1]:
            try:
                self._inner = choice
                return choice.__enter__()
            except SourceError:
                continue
        self._inner = self._choices[-1]
        return self._inner.__enter__()

    def __iter__(self) -> Iterator[Frame]:
        """Give the chosen one's frames."""
        return iter(self._inner)
