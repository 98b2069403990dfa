"""Read a user's profile back: broken, foreign and other versions' files are refused untouched."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.profile import PROFILE_FORMAT, Profile

Arrays = dict[str, NDArray[Any]]

_ANEW = "remove it with 'glyphcam enrol --forget' and enrol again"
"""An enrolment goes on with the profile there is, so it has to go first."""


def load_profile(
    path: Path, recogniser: str, labels: tuple[str, ...], patch_version: int
) -> Profile:
    """Read the profile at ``path``; SettingError, the file untouched, where it does not fit."""
    arrays = _arrays_of(path)
    if "glyphcam_profile" not in arrays:
        raise SettingError(f"{path} is not a Glyphcam profile: it was left as it is")
    found = arrays["glyphcam_profile"].tolist()
    if found != PROFILE_FORMAT:
        raise SettingError(
            f"{path} has profile format {found}, this program reads {PROFILE_FORMAT}: "
            f"use the version that wrote it, or {_ANEW}"
        )
    try:
        profile = _profile(arrays, len(labels))
    except (KeyError, ValueError) as error:
        raise SettingError(f"{path} is a broken profile ({error}): {_ANEW}") from error
    _check(profile, path, recogniser, labels, patch_version)
    return profile


def _arrays_of(path: Path) -> Arrays:
    if not path.is_file():
        raise SettingError(f"there is no profile {path}: make one with 'glyphcam enrol'")
    try:
        # Opened here: np.load leaves a broken archive's file open.
        with path.open("rb") as file, zipfile.ZipFile(file):
            file.seek(0)
            archive = np.load(file, allow_pickle=False)
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise SettingError(
            f"{path} cannot be read as a profile ({error}): it was left as it is; {_ANEW}"
        ) from error


def _profile(arrays: Arrays, label_count: int) -> Profile:
    letters = arrays["letters"]
    if letters.ndim != 1 or letters.dtype.kind != "U":
        raise ValueError(f"letters are {letters.dtype} {letters.shape}")
    return Profile(
        user=str(arrays["user"]),
        recogniser=str(arrays["recogniser"]),
        letters=letters,
        landmarks=_samples(arrays, "landmarks", np.dtype(np.float32), (len(letters), 21, 3)),
        patches=_samples(arrays, "patches", np.dtype(np.uint8), (len(letters), 28, 28)),
        patch_version=int(arrays["patch_version"].item()),
        base=_samples(arrays, "base", np.dtype(np.float32), (len(letters), label_count)),
    )


def _samples(
    arrays: Arrays,
    name: str,
    dtype: np.dtype[Any],
    shape: tuple[int, ...],
) -> NDArray[Any] | None:
    array = arrays.get(name)
    if array is None:
        return None
    if array.dtype != dtype or array.shape != shape:
        raise ValueError(f"{name} are {array.dtype} {array.shape}, not {dtype} {shape}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} hold numbers that are not finite")
    return array


def _check(
    profile: Profile, path: Path, recogniser: str, labels: tuple[str, ...], patch_version: int
) -> None:
    if profile.recogniser != recogniser:
        raise SettingError(f"{path} was enrolled for '{profile.recogniser}', not '{recogniser}'")
    if unknown := sorted(set(profile.letters) - set(labels)):
        raise SettingError(f"{path} holds {', '.join(unknown)}, which '{recogniser}' does not read")
    if profile.patches is not None and profile.patch_version != patch_version:
        raise SettingError(
            f"{path} holds patches of version {profile.patch_version}, this program makes version "
            f"{patch_version}: {_ANEW}"
        )
