"""One film read from its first frame to its last, into a session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib.metadata import version

from glyphcam.calibration.errors import SettingError
from glyphcam.live.annotate_plan import Job
from glyphcam.live.card_overlay import card_drawer
from glyphcam.live.film_source import FilmSource
from glyphcam.live.loop import run
from glyphcam.live.open_reader import open_reader, title_of
from glyphcam.live.output import Output
from glyphcam.live.overlay import Overlay
from glyphcam.live.queue_live import queue_of_film, quietly
from glyphcam.live.reading import Step
from glyphcam.live.recorder_clock import FilmClock
from glyphcam.live.session_erase import erase_session
from glyphcam.live.session_event import event_of
from glyphcam.live.session_facts import KeepChoice, SessionFacts
from glyphcam.live.session_finish import finish_session
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_log import Stop
from glyphcam.live.session_writer import SessionWriter, Shot, open_any_film
from glyphcam.live.view import View

KEEP = KeepChoice(has_landmarks=True)
"""The film has no raw twin: it is there already, at ``source``."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far a film is: ``frames`` read of ``count``, None where the film does not say."""

    frames: int
    count: int | None


def annotate_film(job: Job, report: Callable[[Ahead], None], *also: Output) -> SessionFolder:
    """Read the job's film into its session, which appears only when it is whole.

    Until then it is a hidden folder; a killed run's is cleared away by the next. ``also`` take
    every step too.
    SourceError where it is no film, SettingError where the session cannot be written.
    """
    part = SessionFolder(job.folder.with_name(f".{job.folder.name}.part"))
    try:
        _clear(part)
        part.path.mkdir(mode=0o700)
        try:
            _read_into(part, job, report, also)
            finish_session(part)
            _clear(SessionFolder(job.folder))
            part.path.rename(job.folder)
        finally:
            _clear(part)
    except OSError as error:
        raise SettingError(f"{job.folder} cannot be written: {error.strerror}") from error
    return SessionFolder(job.folder)


class SessionOutput:
    """An output that writes every step into a session, waiting for encoder and disk."""

    def __init__(
        self, writer: SessionWriter, count: int | None, report: Callable[[Ahead], None]
    ) -> None:
        self._writer = writer
        self._count = count
        self._report = report
        self._clock = FilmClock()
        self._frames = 0
        self._seconds = 0.0

    def take(self, step: Step) -> None:
        """Write one step."""
        self._seconds = self._clock.at(step.frame.seconds)
        event = event_of(step, self._seconds, True, KEEP.has_landmarks)
        self._writer.write(Shot(event, step.picture))
        self._frames += 1
        self._report(Ahead(self._frames, self._count))

    def close(self) -> None:
        """End the session."""
        self._writer.close(Stop(self._seconds, self._frames, 0))


def _read_into(
    part: SessionFolder, job: Job, report: Callable[[Ahead], None], also: tuple[Output, ...]
) -> None:
    draw = Overlay(View(), title_of(job.choice), card_drawer(job.choice.recogniser))
    reader = open_reader(job.choice)
    with ExitStack() as stack:
        source = stack.enter_context(FilmSource(job.video))
        writer = SessionWriter(part, _facts(job), open_any_film)
        output = SessionOutput(writer, source.count, report)
        stack.callback(output.close)
        queues = queue_of_film(job.queue, job.choice, job.video, quietly)
        queued = [stack.enter_context(queue) for queue in queues]
        run(source, reader, draw, (output, *queued, *also))


def _facts(job: Job) -> SessionFacts:
    now = job.video.stat()
    return SessionFacts(
        program=f"glyphcam {version('glyphcam')}",
        started=datetime.fromtimestamp(now.st_mtime, timezone.utc).astimezone(),
        recogniser=job.choice.recogniser,
        source=str(job.video),
        hands=job.choice.hands,
        models=job.subject.models,
        keep=KEEP,
        tuning=job.subject.tuning,
        file_size=now.st_size,
        file_mtime_ns=now.st_mtime_ns,
    )


def _clear(folder: SessionFolder) -> None:
    """Remove an older session, or what a killed run left of one."""
    if folder.is_session:
        erase_session(folder)
    elif folder.path.is_dir():
        for path in folder.path.iterdir():
            path.unlink()
        folder.path.rmdir()
