"""Who is recording: a lock that the system itself lets go when the program ends or is killed."""

from __future__ import annotations

import io
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 40
    """Windows locks bytes, and nobody could read those: so one that is never written."""

    def _lock(file: io.FileIO) -> None:
        place = file.tell()
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(place)

else:
    import fcntl

    def _lock(file: io.FileIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(events: io.FileIO) -> None:
    """Mark the session of this open events file as being recorded, until the file is closed."""
    _lock(events)


def is_held(path: Path) -> bool:
    """Whether a running program records into the events file at ``path``."""
    with path.open("rb+", buffering=0) as file:
        try:
            _lock(file)
        except OSError:
            return True
    return False
