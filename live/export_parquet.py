"""Exports the table of sessions as Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from glyphcam.calibration.errors import MissingExtra
from glyphcam.live.session_file import PrivateFile
from glyphcam.live.session_folder import SessionFolder
from glyphcam.live.session_table import rows_of


def export_parquet(folders: Sequence[SessionFolder], path: Path) -> None:
    """Write one table of all sessions, a row a frame; MissingExtra where pyarrow is missing."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("research", "Parquet") from error
    kinds = {
        "string": pyarrow.string(), "float": pyarrow.float64(),
        "int": pyarrow.int64(), "bool": pyarrow.bool_(),
    }  # fmt: skip
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in _KINDS])
    rows = [asdict(row) for folder in folders for row in rows_of(folder)]
    path.unlink(missing_ok=True)
    with PrivateFile(path) as file:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), file)


_KINDS = (
    *(("session", "string"), ("frame", "int"), ("seconds", "float"), ("is_filmed", "bool")),
    *(("label", "string"), ("confidence", "float"), ("is_unsure", "bool")),
    *(("raw_label", "string"), ("raw_confidence", "float")),
    *(("label_2", "string"), ("confidence_2", "float")),
    *(("label_3", "string"), ("confidence_3", "float"), ("text", "string")),
    *(("x", "float"), ("y", "float"), ("width", "float"), ("height", "float")),
    *(("region", "string"), ("landmarks", "string"), ("notice", "string")),
)
"""The columns' types, fixed: an empty session gives the same schema as a full one."""
