"""A session is a folder: how it is named, what lies in it, and who may look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from glyphcam.calibration.errors import SettingError

DEFAULT_ROOT = Path("sessions")
"""Where sessions are kept unless told otherwise: in the folder the program was started in."""

FILES = (
    "session.json",
    "events.jsonl",
    "video.mp4",
    "raw.mp4",
    "text.txt",
    "captions.vtt",
    "captions.srt",
    "summary.json",
    "report.html",
)
"""Every file that this program ever writes into a session."""


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """The folder of one session; it need not have every file."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name, such as 2026-11-20_10-15-03_asl."""
        return self.path.name

    @property
    def facts(self) -> Path:
        """Who recorded what with which models and settings."""
        return self.path / "session.json"

    @property
    def events(self) -> Path:
        """One line a frame."""
        return self.path / "events.jsonl"

    @property
    def video(self) -> Path:
        """The film as it was seen, readings drawn in."""
        return self.path / "video.mp4"

    @property
    def raw(self) -> Path:
        """The film as the camera gave it, where it was asked for."""
        return self.path / "raw.mp4"

    @property
    def summary(self) -> Path:
        """The figures; the last file written, so a session that has it is finished."""
        return self.path / "summary.json"

    @property
    def is_session(self) -> bool:
        """Whether this is a session at all."""
        return self.facts.is_file() and self.events.is_file() and not self.path.is_symlink()

    @property
    def is_finished(self) -> bool:
        """Whether captions and summary were written."""
        return self.summary.is_file()


def create_session(root: Path, recogniser: str, started: datetime) -> SessionFolder:
    """Make a new folder that only its owner may enter; SettingError where that cannot be."""
    stem = f"{started:%Y-%m-%d_%H-%M-%S}_{recogniser}"
    try:
        if not root.is_dir():
            root.mkdir(mode=0o700, parents=True)
        return _first_free(root, stem)
    except OSError as error:
        raise SettingError(
            f"no session can be recorded in {root}: {error.strerror}; choose a folder that can be "
            "written with --sessions"
        ) from error


def _first_free(root: Path, stem: str) -> SessionFolder:
    """Make the folder ``stem``, or ``stem-2`` and so on where that exists already."""
    count = 1
    while True:
        path = root / (stem if count == 1 else f"{stem}-{count}")
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            count += 1
        else:
            return SessionFolder(path)


def all_sessions(root: Path) -> tuple[SessionFolder, ...]:
    """Return the sessions under ``root`` by name, which is by date; none where it is missing."""
    if not root.is_dir():
        return ()
    folders = (SessionFolder(path) for path in sorted(root.iterdir()))
    return tuple(folder for folder in folders if folder.is_session)


def find_session(root: Path, name: str) -> SessionFolder:
    """Return the session called ``name`` under ``root``, or at that path; "last" is the newest."""
    sessions = all_sessions(root)
    if name == "last" and sessions:
        return sessions[-1]
    for path in (root / name, Path(name)):
        if SessionFolder(path).is_session:
            return SessionFolder(path)
    raise SettingError(
        f"there is no session '{name}' in {root}: see 'glyphcam sessions list'"
        + (f" (the newest is {sessions[-1].name})" if sessions else "")
    )
