"""One recording from its first frame to its captions, written by a thread of its own."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from glyphcam.live.reading import Step
from glyphcam.live.recorder_clock import FilmClock
from glyphcam.live.recorder_thread import RecorderThread
from glyphcam.live.session_event import event_of
from glyphcam.live.session_facts import KeepChoice, ModelFacts
from glyphcam.live.session_finish import finish_session
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import Stop
from glyphcam.live.session_writer import SessionWriter, Shot

FILM_WAIT_S = 1.0
"""A film that is read as a source can wait for the disk; a camera cannot."""


@dataclass(slots=True)
class _Count:
    frames: int = 0
    dropped: int = 0
    seconds: float = 0.0


class Recording:
    """Takes steps until ``end``; ``take`` costs the loop no more than making the event.

    After a write has failed ``error`` says why and nothing more is written.
    """

    def __init__(self, writer: SessionWriter, keep: KeepChoice) -> None:
        self._writer = writer
        self._keep = keep
        self._clock = FilmClock()
        self._count = _Count()
        self._thread = RecorderThread(writer, self._close)
        self._thread.start()

    @property
    def folder(self) -> SessionFolder:
        """Where it is recorded."""
        return self._writer.folder

    @property
    def error(self) -> BaseException | None:
        """What ended the writing, if anything did."""
        return self._thread.error

    @property
    def dropped(self) -> int:
        """How many frames the film has not, because the encoder or the disk was too slow."""
        return self._count.dropped

    def take(self, step: Step, is_mirrored: bool = False) -> None:
        """Hand one step to the thread; the film drops it where too many wait.

        ``is_mirrored`` where the step's picture shows the frame's mirrored.
        """
        seconds = self._clock.at(step.frame.seconds)
        has_video = self._keep.has_video
        patience_s = FILM_WAIT_S if step.frame.captured_s is None else 0.0
        is_filmed = has_video and self._thread.has_room(patience_s)
        event = event_of(step, seconds, is_filmed, self._keep.has_landmarks, is_mirrored)
        self._count.frames += 1
        self._count.dropped += has_video and not is_filmed
        self._count.seconds = seconds
        raw = step.frame.image if is_filmed and self._keep.has_raw else None
        self._thread.put(Shot(event, step.picture if is_filmed else None, raw))

    def answers_with(self, model: ModelFacts) -> None:
        """Note that another model answers from here on."""
        self._thread.put(model)

    def end(self) -> None:
        """Let the thread write what waits, close the files and make the captions."""
        self._thread.ask_to_stop()

    def wait(self, timeout_s: float) -> bool:
        """Wait for that; False where it took longer than ``timeout_s``."""
        return self._thread.join(timeout_s)

    def _close(self, error: BaseException | None) -> None:
        """Close the files, in the recorder's thread; after an error leave them as they are."""
        count = self._count
        if error is None:
            self._writer.close(Stop(count.seconds, count.frames, count.dropped))
        else:
            self._writer.abandon()
        finish_session(self.folder, "" if error is None else sentence(error))


def is_of_the_disk(error: BaseException) -> bool:
    """Whether the files could not be written, rather than the program being wrong."""
    return isinstance(_cause(error), OSError)


def sentence(error: BaseException) -> str:
    """Return why a recording could not go on, in words."""
    cause = _cause(error)
    if not isinstance(cause, OSError):
        return f"recording stopped: {error}"
    return f"recording stopped: {_WHY.get(cause.errno or 0, cause.strerror or str(cause))}"


def _cause(error: BaseException) -> BaseException | None:
    """The film's writer wraps the system's own error in its sentence."""
    return error if isinstance(error, OSError) else error.__cause__


_WHY = {
    errno.ENOENT: "its folder was removed",
    errno.EIO: "the disk failed",
    errno.EACCES: "its folder may no longer be written",
    errno.EFBIG: "the film is as large as the disk allows",
    errno.ENOSPC: "the disk is full",
    errno.EROFS: "the disk may no longer be written",
    errno.ESTALE: "its folder was removed",
    errno.EDQUOT: "your share of the disk is full",
}
