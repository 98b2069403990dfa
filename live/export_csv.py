"""Exports the table of sessions as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from glyphcam.live.session_file import write_private
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_table import COLUMNS, rows_of


def export_csv(folders: Sequence[SessionFolder], path: Path) -> None:
    """Write one table of all sessions, a row a frame, with a header line; missing is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for folder in folders:
        writer.writerows(astuple(row) for row in rows_of(folder))
    write_private(path, text.getvalue())
