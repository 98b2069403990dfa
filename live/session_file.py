"""Files only their owner may read, written whole or not at all, and on the disk when told so."""

from __future__ import annotations

import io
import os
from pathlib import Path


class PrivateFile(io.FileIO):
    """A new file with mode 0600, written without a buffer; it must not exist yet.

    What is written is with the operating system at once, so that a killed program loses nothing.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), "xb", opener=_open_private)
        self._is_sealed = False

    def write(self, data: object) -> int:
        """Write all of ``data`` (bytes-like), or raise OSError."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        if self._is_sealed:
            return len(view)
        done = 0
        while done < len(view):
            done += self._write_some(view[done:])
        return done

    def _write_some(self, view: memoryview) -> int:
        """Write as much as the disk takes: a full one takes a part first and fails then."""
        return super().write(view) or 0

    def seal(self) -> None:
        """Leave the file as it is: what is written from now on goes nowhere.

        An encoder that is thrown away still tries to write its last bytes.
        """
        self._is_sealed = True

    def sync(self) -> None:
        """Wait until the disk itself has what was written."""
        os.fsync(self.fileno())


def write_private(path: Path, text: str) -> None:
    """Write a small text file with mode 0600 in one step: the old one or the new, never half."""
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with PrivateFile(part) as file:
            file.write(text.encode())
            file.sync()
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def sync_folder(path: Path) -> None:
    """Wait until the disk knows the folder's new names; systems that cannot are left alone."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
