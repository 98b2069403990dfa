"""Which films are to be annotated and where to: what is done already is left as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.queue_wish import NO_QUEUE, QueueWish
from glyphcam.live.recorder_subject import Subject, subject_of
from glyphcam.live.session_facts import SessionFacts, read_facts
from glyphcam.live.session_folder import SessionFolder


@dataclass(frozen=True, slots=True)
class Job:
    """One film to be read, and the folder of the session it becomes."""

    video: Path
    folder: Path
    choice: ReaderChoice
    subject: Subject
    queue: QueueWish = NO_QUEUE


@dataclass(frozen=True, slots=True)
class Plan:
    """``done`` are the sessions that need nothing more."""

    jobs: tuple[Job, ...]
    done: tuple[SessionFolder, ...]


def plan(
    videos: Sequence[Path], into: Path, choice: ReaderChoice, queue: QueueWish = NO_QUEUE
) -> Plan:
    """Plan one session a film in the folder ``into``, which is made; SettingError where it cannot.

    Done is a finished session of the same file, unchanged, by the same models.
    """
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(f"{into} cannot be made: {error.strerror}") from error
    subject = subject_of(choice, "")
    jobs: list[Job] = []
    done: list[SessionFolder] = []
    taken: set[Path] = set()
    for video in dict.fromkeys(path.resolve() for path in videos):
        folder = _folder_for(video, into, taken)
        taken.add(folder)
        if is_done(SessionFolder(folder), video, subject):
            done.append(SessionFolder(folder))
        else:
            jobs.append(Job(video, folder, choice, subject, queue))
    return Plan(tuple(jobs), tuple(done))


def is_done(folder: SessionFolder, video: Path, subject: Subject) -> bool:
    """Whether a session is finished, of this very film, and by the models of ``subject``."""
    facts = _facts(folder)
    if facts is None or not folder.is_finished or not video.is_file():
        return False
    now = video.stat()
    is_same_film = (facts.file_size, facts.file_mtime_ns) == (now.st_size, now.st_mtime_ns)
    asked = (subject.recogniser, subject.models, subject.tuning)
    is_same_way = (facts.recogniser, facts.models, facts.tuning) == asked
    return is_same_film and is_same_way and facts.source == str(video)


def _folder_for(video: Path, into: Path, taken: set[Path]) -> Path:
    """Return the folder named for the film; one of another film of that name is left to it."""
    folder = into / video.stem
    facts = _facts(SessionFolder(folder))
    is_others = folder.exists() and (facts is None or facts.source != str(video))
    if folder in taken or is_others:
        mark = hashlib.sha256(str(video).encode()).hexdigest()[:6]
        return into / f"{video.stem}-{mark}"
    return folder


def _facts(folder: SessionFolder) -> SessionFacts | None:
    try:
        return read_facts(folder.facts) if folder.is_session else None
    except DataError:
        return None
