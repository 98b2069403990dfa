"""The file of a review queue: opened for its owner only, read and written in short transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.folders import queue_folder
from glyphcam.calibration.review_schema import open_database

FILE = "queue.sqlite"


def queue_path(folder: Path | None = None) -> Path:
    """Return the file of the queue in ``folder``, by default the user's own."""
    return (queue_folder() if folder is None else folder) / FILE


class ReviewFile:
    """One connection that any thread may use, one at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file, made with mode 0600 in a folder of mode 0700 where it is missing."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite alone makes it 0644
        except OSError as error:
            raise QueueError(
                f"{path} cannot be written: {error.strerror}; choose another --queue-dir"
            ) from error
        self.path = path
        self._connection = open_database(path)
        self._connection.row_factory = sqlite3.Row
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for reading; QueueError where that fails."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise QueueError(f"{self.path} cannot be read: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for one short transaction: all of it or nothing, or QueueError."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise QueueError(f"{self.path} cannot be written: {error}") from error
            finally:
                if self._connection.in_transaction:  # a full disk has rolled back by itself
                    self._connection.execute("ROLLBACK")
