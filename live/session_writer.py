"""Writes one session as it happens: the events first, then the pictures, and both onto the disk."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.errors import MissingExtra
from glyphcam.live.film_writers import FilmWriter, PlainWriter
from glyphcam.live.frame import Picture
from glyphcam.live.session_event import Event
from glyphcam.live.session_facts import ModelFacts, SessionFacts
from glyphcam.live.session_file import PrivateFile, sync_folder, write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_line import event_line
from glyphcam.live.session_lock import hold
from glyphcam.live.session_log import Stop, model_line, stop_line

OpenFilm = Callable[[Path, tuple[int, int], PrivateFile], FilmWriter]
"""Opens the film at a path, of a size, whose open file is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One event with its pictures (h, w, 3) uint8 BGR, as seen and as the camera gave it.

    Both are None where the film drops the frame or keeps no pictures.
    """

    event: Event
    seen: Picture | None = None
    raw: Picture | None = None


class SessionWriter:
    """Owns the open files of a session; whatever goes wrong with them is an OSError.

    One thread writes and closes; ``sync`` alone may be called by another.

    Each event is handed to the system whole, before its picture, so a killed program loses at most
    the line it was writing and the one frame the film still holds. ``sync`` brings both onto the
    disk itself: called twice a second, a power cut costs no more than half a second.
    """

    def __init__(
        self, folder: SessionFolder, facts: SessionFacts, open_film: OpenFilm | None = None
    ) -> None:
        """Begin the session; ``open_film`` is for films that need not outlive a kill."""
        if open_film is None:
            check_film_extra()
        self._open_film = open_film or _open_safe_film
        self.folder = folder
        self._keep = facts.keep
        self._films: dict[Path, _Film] = {}
        write_private(folder.facts, facts.to_json())
        self._events = PrivateFile(folder.events)
        hold(self._events)
        for model in facts.models:
            self.write_model(model)
        self.sync()
        sync_folder(folder.path)

    def write_model(self, model: ModelFacts) -> None:
        """Note that this model answers from here on."""
        self._events.write(model_line(model).encode())

    def write(self, shot: Shot) -> None:
        """Write one event and its pictures."""
        self._events.write(event_line(shot.event).encode())
        if shot.seen is not None and self._keep.has_video:
            self._film(self.folder.video, shot.seen).write(shot.seen, shot.event.seconds)
        if shot.raw is not None and self._keep.has_raw:
            self._film(self.folder.raw, shot.raw).write(shot.raw, shot.event.seconds)

    def sync(self) -> None:
        """Bring everything onto the disk; OSError too where the folder was moved or locked."""
        _check_there(self.folder, self._events)
        self._events.sync()
        for film in tuple(self._films.values()):  # another thread may open one meanwhile
            film.file.sync()

    def close(self, stop: Stop) -> None:
        """End the films and the events."""
        with ExitStack() as leaving:
            leaving.callback(self._events.close)
            for film in self._films.values():
                leaving.callback(film.file.close)
                leaving.callback(film.file.sync)
                leaving.callback(film.writer.close)
            self._events.write(stop_line(stop).encode())
            self._events.sync()

    def abandon(self) -> None:
        """Leave what is on the disk as it is: nothing more is written, not even a film's index."""
        for film in self._films.values():
            film.file.seal()
        self._events.seal()
        for film in self._films.values():
            film.file.close()
        self._events.close()

    def _film(self, path: Path, picture: Picture) -> FilmWriter:
        """Return the film at ``path``, opened in the size of its first picture."""
        if path not in self._films:
            file = PrivateFile(path)
            size_wh = (picture.shape[1], picture.shape[0])
            self._films[path] = _Film(file, self._open_film(path, size_wh, file))
        return self._films[path].writer


@dataclass(frozen=True, slots=True)
class _Film:
    file: PrivateFile
    writer: FilmWriter


def check_film_extra() -> None:
    """Raise MissingExtra where films cannot be encoded."""
    try:
        import av  # noqa: F401
    except ImportError as error:
        raise MissingExtra("film", "recording") from error


def open_any_film(path: Path, size_wh: tuple[int, int], file: PrivateFile) -> FilmWriter:
    """Open a film with the best that is installed; without PyAV a kill leaves nothing of it."""
    if importlib.util.find_spec("av") is not None:
        return _open_safe_film(path, size_wh, file)
    return PlainWriter(path, size_wh)


def _open_safe_film(path: Path, size_wh: tuple[int, int], file: PrivateFile) -> FilmWriter:
    from glyphcam.live.h264 import H264Writer

    return H264Writer(path, size_wh, file)


def _check_there(folder: SessionFolder, events: PrivateFile) -> None:
    """Raise OSError where the name no longer leads to the open file: Linux would write on."""
    here, there = os.fstat(events.fileno()), folder.events.stat()
    if (here.st_ino, here.st_dev) != (there.st_ino, there.st_dev):
        raise FileNotFoundError(2, "another file took its place", str(folder.events))
    if not os.access(folder.path, os.W_OK | os.X_OK):
        raise PermissionError(13, "the folder may no longer be written", str(folder.path))
