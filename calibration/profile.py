"""A user's profile: samples of one recogniser in an .npz that only the user may read."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glyphcam.calibration.errors import SettingError

PROFILE_FORMAT = 1
"""Raised whenever the arrays of a profile change their meaning; other formats are refused."""

_USER = re.compile(r"\w[\w .-]{0,39}")


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Samples of one user for one recogniser, each array in the order they were taken.

    ``letters`` (m,) str; ``landmarks`` (m, 21, 3) float32 px from the wrist of a right hand, or
    None for glyphs; ``patches`` (m, 28, 28) uint8, or None where pictures were not allowed.
    ``patch_version`` is the one the patches were made with. ``base`` (m, k) float32 is what the
    base model made of each sample when it was taken, for the check of samples without a picture.
    """

    user: str
    recogniser: str
    letters: NDArray[np.str_]
    landmarks: NDArray[np.float32] | None
    patches: NDArray[np.uint8] | None
    patch_version: int
    base: NDArray[np.float32] | None = None

    def counts(self) -> dict[str, int]:
        """Return how many samples each enrolled letter has."""
        letters, counts = np.unique(self.letters, return_counts=True)
        return {str(letter): int(count) for letter, count in zip(letters, counts, strict=True)}

    def save(self, path: Path) -> None:
        """Write the profile to ``path`` in one move, mode 0600 in a folder of mode 0700."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".npz")  # 0600
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **self._arrays())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)  # gone already where the move succeeded

    def _arrays(self) -> dict[str, Any]:
        optional = {"landmarks": self.landmarks, "patches": self.patches, "base": self.base}
        return {
            "glyphcam_profile": np.array(PROFILE_FORMAT),
            "user": np.array(self.user),
            "recogniser": np.array(self.recogniser),
            "patch_version": np.array(self.patch_version),
            "letters": self.letters.astype(str),
            **{name: array for name, array in optional.items() if array is not None},
        }


def user_name(name: str) -> str:
    """Return ``name`` if it may name a profile; SettingError where it could leave the folder."""
    if not _USER.fullmatch(name) or name.endswith((".", " ")):
        raise SettingError(
            f"'{name}' cannot name a user: take 1 to 40 letters, digits, '-', '_', '.' or spaces"
        )
    return name
