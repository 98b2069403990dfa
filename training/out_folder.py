"""A folder to write into, made if need be: one that cannot be made is the user's to mend."""

from __future__ import annotations

from pathlib import Path

from glyphcam.calibration.errors import SettingError


def made(folder: Path) -> Path:
    """Return ``folder``, which is there now; SettingError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"no folder can be made at {folder} ({error.strerror}): choose another"
        ) from error
    return folder
