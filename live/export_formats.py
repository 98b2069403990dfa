"""The formats a session can be exported to, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from glyphcam.calibration.errors import SettingError
from glyphcam.live.export_csv import export_csv
from glyphcam.live.export_elan import export_elan
from glyphcam.live.export_json import export_json
from glyphcam.live.export_labelstudio import export_labelstudio
from glyphcam.live.export_parquet import export_parquet
from glyphcam.live.session_folder import SessionFolder


@dataclass(frozen=True, slots=True)
class Format:
    """``write`` takes all sessions together, ``write_each`` one; exactly one of them is set."""

    suffix: str
    write: Callable[[Sequence[SessionFolder], Path], None] | None = None
    write_each: Callable[[SessionFolder, Path], None] | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", export_csv),
        "parquet": Format("parquet", export_parquet),
        "elan": Format("eaf", write_each=export_elan),
        "labelstudio": Format("labelstudio.json", export_labelstudio),
        "json": Format("json", export_json),
    }
)


def export_sessions(
    folders: Sequence[SessionFolder], form: Format, into: Path | None
) -> tuple[Path, ...]:
    """Export sessions; return the files written.

    ``into`` is a folder, or a file's name where one file is written; without it the sessions' own
    name is taken in the present folder. SettingError where it cannot be written.
    """
    if form.write_each is not None and len(folders) > 1 and into is not None and into.suffix:
        raise SettingError(f"{into} names one file for {len(folders)} sessions: name a folder")
    try:
        if form.write_each is not None:
            return tuple(_write_one(folder, form, into) for folder in folders)
        name = folders[0].name if len(folders) == 1 else "sessions"
        path = _target(into, name, form)
        if form.write is not None:
            form.write(folders, path)
    except OSError as error:
        raise SettingError(
            f"the export cannot be written: {error.strerror} ({error.filename})"
        ) from error
    return (path,)


def _write_one(folder: SessionFolder, form: Format, into: Path | None) -> Path:
    path = _target(into, folder.name, form)
    if form.write_each is not None:
        form.write_each(folder, path)
    return path


def _target(into: Path | None, name: str, form: Format) -> Path:
    if into is None:
        return Path(f"{name}.{form.suffix}")
    if into.is_dir() or not into.suffix:
        into.mkdir(parents=True, exist_ok=True)
        return into / f"{name}.{form.suffix}"
    return into
