"""Erasing sessions: all of a folder's own files, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.live.session_facts import read_facts
from glyphcam.live.session_folder import FILES, SessionFolder, all_sessions
from glyphcam.live.session_lock import is_held


def erase_session(folder: SessionFolder) -> tuple[Path, ...]:
    """Unlink the files of a session and its folder; return what stayed because it is not ours.

    Nothing is overwritten first: on flash disks that would not reach the old blocks anyway.
    SettingError where it is being recorded or may not be erased.
    """
    if folder.path.is_symlink() or not folder.is_session:
        raise SettingError(f"{folder.path} is no session: nothing was erased")
    if is_held(folder.events):
        raise SettingError(f"{folder.name} is being recorded: end that first")
    try:
        for path in sorted(folder.path.iterdir(), key=_facts_last):
            if _is_ours(path.name):
                path.unlink()
        left = tuple(sorted(folder.path.iterdir()))
        if not left:
            folder.path.rmdir()
    except OSError as error:
        raise SettingError(f"{folder.path} cannot be erased: {error.strerror}") from error
    return left


def older_than(root: Path, days: float, now: datetime) -> tuple[SessionFolder, ...]:
    """Return the sessions under ``root`` begun more than ``days`` days before ``now``.

    One whose session.json cannot be read has no date, and stays.
    """
    limit = now - timedelta(days=days)
    return tuple(folder for folder in all_sessions(root) if _began_before(folder, limit))


def _began_before(folder: SessionFolder, limit: datetime) -> bool:
    try:
        return read_facts(folder.facts).started < limit
    except DataError:
        return False


def _is_ours(name: str) -> bool:
    return name in FILES or (name.startswith(".") and name[1:].removesuffix(".part") in FILES)


def _facts_last(path: Path) -> bool:
    """What makes it a session goes last: a half erased one is still found and erased."""
    return path.name in ("session.json", "events.jsonl")
