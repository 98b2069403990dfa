"""The tables of a review queue, and how an older queue is brought up to them."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from glyphcam.calibration.errors import QueueError

APPLICATION_ID = 0x676C7068
"""Marks the file as a queue of this program ("glph"), see PRAGMA application_id."""

BUSY_S = 10.0
"""How long a process waits for another's write; each is a few milliseconds."""

STEPS = (
    # Version 1: one row a reading, its picture apart so that a scan does not read it.
    """
    CREATE TABLE items (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE, recogniser TEXT NOT NULL,
        kind TEXT NOT NULL, model_sha256 TEXT NOT NULL, labels TEXT NOT NULL,
        probabilities BLOB NOT NULL, threshold REAL NOT NULL, label TEXT NOT NULL,
        confidence REAL NOT NULL, patch BLOB NOT NULL, patch_version INTEGER NOT NULL,
        landmarks BLOB, world BLOB, why TEXT NOT NULL, source TEXT NOT NULL,
        seconds REAL NOT NULL, brightness REAL NOT NULL, created REAL NOT NULL
    );
    CREATE INDEX items_of_source ON items (recogniser, source);
    CREATE TABLE pictures (
        item INTEGER PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE, picture BLOB NOT NULL
    );
    CREATE TABLE answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        item INTEGER NOT NULL REFERENCES items (id) ON DELETE CASCADE,
        reviewer TEXT NOT NULL, verdict TEXT NOT NULL, label TEXT NOT NULL,
        answered REAL NOT NULL, UNIQUE (item, reviewer)
    );
    """,
    # Version 2: where the moment can be seen, and how large the hand was.
    """
    ALTER TABLE items ADD COLUMN film TEXT NOT NULL DEFAULT '';
    ALTER TABLE items ADD COLUMN frame INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE items ADD COLUMN hand_px REAL NOT NULL DEFAULT 0;
    """,
)
"""Step i brings version i to i + 1; a new queue takes them all."""

VERSION = len(STEPS)


def open_database(path: Path) -> sqlite3.Connection:
    """Open the queue at ``path``, made where it is missing and brought up where it is older.

    QueueError where it is newer, something else, or the disk will not have it.
    """
    try:
        connection = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise QueueError(f"{path} cannot be opened: {error}; choose another --queue-dir") from error
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        _bring_up(connection, path)
        _write_ahead(connection)
        # FULL: what a person has answered is on the disk, not only in the kernel's memory.
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error as error:
        connection.close()
        raise QueueError(
            f"{path} cannot be used as a review queue: {error}; mend it or choose another "
            "--queue-dir"
        ) from error
    except QueueError:
        connection.close()
        raise
    return connection


def _bring_up(connection: sqlite3.Connection, path: Path) -> None:
    if _version(connection) == VERSION and _is_ours(connection):
        return
    with connection:  # SQLite's own: committed at the end, rolled back whatever ends it before
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # again: another process may have been quicker
        _refuse(connection, version, path)
        for step in STEPS[version:]:
            for statement in filter(None, map(str.strip, step.split(";"))):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def _refuse(connection: sqlite3.Connection, version: int, path: Path) -> None:
    is_new = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    if not is_new and not _is_ours(connection):
        raise QueueError(f"{path} is a database of another program: choose another --queue-dir")
    if version > VERSION:
        raise QueueError(
            f"{path} is a queue of version {version}, this program reads up to {VERSION}: "
            "use the newer program, or choose another --queue-dir"
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _is_ours(connection: sqlite3.Connection) -> bool:
    return int(connection.execute("PRAGMA application_id").fetchone()[0]) == APPLICATION_ID


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL, so that readers and a writer do not wait for each other.

    While another process makes the same switch SQLite says "locked" at once, whatever the timeout.
    """
    until_s = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until_s:
                raise
            time.sleep(0.01)
