"""The queue's output for a live run or a film, where it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from glyphcam.live.frames import Source
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.queue_output import QueueOutput
from glyphcam.live.queue_wish import QueueWish
from glyphcam.live.recorder import Recorder

Say = Callable[[str], None]


def queue_of(
    wish: QueueWish,
    choice: ReaderChoice,
    given: str,
    source: Source,
    recorder: Recorder,
    say: Say,
) -> tuple[QueueOutput, ...]:
    """Return the queue of a live run as a tuple of one, or of none where it was not asked for.

    ``given`` is the source as the person named it. A camera's moments can be seen again in the
    session that is being recorded; a film's in the film.
    """
    if Path(given).is_file():
        return queue_of_film(wish, choice, Path(given), say)

    def film() -> str:
        session = recorder.session
        return "" if session is None else str(session.path.resolve())

    name = f"{source.name}, {datetime.now():%Y-%m-%d %H:%M:%S}"
    return (QueueOutput(wish, choice, name, say, film),) if wish.is_wanted else ()


def queue_of_film(
    wish: QueueWish, choice: ReaderChoice, video: Path, say: Say
) -> tuple[QueueOutput, ...]:
    """Return the queue of a film's run: each time it is read its readings have the same source."""
    if not wish.is_wanted:
        return ()
    name = str(video.resolve())
    return (QueueOutput(wish, choice, name, say, lambda: name),)


def quietly(said: str) -> None:
    """Say nothing: one film of many, read in a process of its own."""
