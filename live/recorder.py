"""The recorder: an output that keeps what is seen and read, while the person wants it to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from glyphcam.calibration.errors import GlyphcamError, SettingError
from glyphcam.live.reading import Step
from glyphcam.live.recorder_run import Recording, is_of_the_disk, sentence
from glyphcam.live.recorder_subject import Subject
from glyphcam.live.session_erase import erase_session, older_than
from glyphcam.live.session_facts import FILM_ONLY, KeepChoice, SessionFacts
from glyphcam.live.session_finish import finish_killed
from glyphcam.live.session_folder import DEFAULT_ROOT, SessionFolder, create_session
from glyphcam.live.session_writer import SessionWriter, check_film_extra
from glyphcam.live.view import View

TOLD_S = 10.0
"""How long it stays on the picture that recording stopped by itself."""

Describe = Callable[[], Subject]
"""Says what is being read; asked only when a recording begins."""

LEAVE_S = 30.0
"""How long the end of the program waits for the last frames and the captions."""


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """What the person asked for; ``consent`` is kept word for word."""

    is_on: bool = False
    root: Path = DEFAULT_ROOT
    keep: KeepChoice = FILM_ONLY
    keep_days: float | None = None
    who: str = ""
    consent: str = ""


NOT_RECORDING = RecordSettings()
"""Until the key is pressed."""


class Recorder:
    """Records while ``view.wants_recording``; use it in a ``with``.

    Nothing is written before that. A disk that fails stops the recording with a sentence on the
    picture and through ``tell``; whatever else goes wrong in its thread is raised here.
    """

    def __init__(
        self,
        settings: RecordSettings,
        view: View,
        describe: Describe,
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._view = view
        self._describe = describe
        self._tell = tell
        self._clock = clock
        self._now: Recording | None = None
        self._ending: list[Recording] = []

    def __enter__(self) -> Recorder:
        """Tidy up, and begin where --record was given; GlyphcamError where that cannot be."""
        self._tidy()
        if self._settings.is_on:
            self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the recording, wait until its files are closed, and say where they are."""
        if self._now is not None:
            self._end(self._now)
        for recording in self._ending:
            self._wait_for(recording)

    @property
    def session(self) -> SessionFolder | None:
        """Where it is being recorded now, None while it is not."""
        return None if self._now is None else self._now.folder

    def reads(self, describe: Describe) -> None:
        """Note what is read from here on, when another recogniser was chosen."""
        self._describe = describe
        if self._now is not None:
            for model in describe().models:
                self._now.answers_with(model)

    def take(self, step: Step) -> None:
        """Record one step, or begin or end as the person wishes."""
        now = self._now
        if now is None:
            if self._view.wants_recording:
                self._try_to_begin()  # from the next picture on, which bears the REC mark
        elif now.error is not None:
            self._give_up(now, now.error)
        elif self._view.wants_recording:
            now.take(step, self._view.is_mirrored and step.frame.notice is None)
        else:
            self._end(now)

    def _tidy(self) -> None:
        """Finish what was killed, and erase what is older than the person wants."""
        root, days = self._settings.root, self._settings.keep_days
        if days is not None:
            for folder in older_than(root, days, datetime.now().astimezone()):
                erase_session(folder)
                self._tell(f"erased {folder.path}: it is more than {days:g} days old")
        for line in finish_killed(root):
            self._tell(line)

    def _begin(self) -> None:
        check_film_extra()
        started = datetime.now().astimezone()
        subject = self._describe()
        folder = create_session(self._settings.root, subject.recogniser, started)
        try:
            writer = SessionWriter(folder, self._facts(subject, started))
        except OSError as error:
            raise SettingError(f"{folder.path} cannot be written: {error.strerror}") from error
        self._now = Recording(writer, self._settings.keep)
        self._view.wants_recording = self._view.is_recording = True

    def _try_to_begin(self) -> None:
        try:
            self._begin()
        except GlyphcamError as error:
            self._stop_wishing(f"cannot record: {error}")

    def _end(self, recording: Recording) -> None:
        recording.end()
        self._ending.append(recording)
        self._now = None
        self._view.wants_recording = self._view.is_recording = False

    def _give_up(self, recording: Recording, error: BaseException) -> None:
        self._now = None
        self._stop_wishing(f"{sentence(error)}; what is in {recording.folder.path} stays good")
        if not is_of_the_disk(error):
            raise error

    def _stop_wishing(self, said: str) -> None:
        self._view.wants_recording = self._view.is_recording = False
        self._view.message, self._view.message_until_s = said, self._clock() + TOLD_S
        self._tell(said)

    def _wait_for(self, recording: Recording) -> None:
        path = recording.folder.path
        if not recording.wait(LEAVE_S):
            self._tell(f"{path} was not closed within {LEAVE_S:.0f} s: the disk does not answer")
        elif recording.error is not None:
            self._tell(f"{sentence(recording.error)}; what is in {path} stays good")
        else:
            lost = f" ({recording.dropped} frames dropped)" if recording.dropped else ""
            self._tell(f"recorded {path}{lost}")

    def _facts(self, subject: Subject, started: datetime) -> SessionFacts:
        settings = self._settings
        return SessionFacts(
            program=f"glyphcam {version('glyphcam')}",
            started=started,
            recogniser=subject.recogniser,
            source=subject.source,
            hands=subject.hands,
            models=subject.models,
            keep=settings.keep,
            who=settings.who,
            consent=settings.consent,
            tuning=subject.tuning,
        )
