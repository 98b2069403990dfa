"""A profile is the user's alone, whole or not there, and its name cannot leave the folder."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.profile import Profile, user_name

PROFILE = Profile("ann", "asl", np.array(["A", "A", "B"]), np.ones((3, 21, 3), np.float32), None, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX file modes")
def test_only_the_user_may_read_the_file_and_open_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "ann" / "asl.npz"
    PROFILE.save(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_saving_leaves_one_file_and_no_pickle(tmp_path: Path) -> None:
    PROFILE.save(tmp_path / "asl.npz")
    PROFILE.save(tmp_path / "asl.npz")
    assert [p.name for p in tmp_path.iterdir()] == ["asl.npz"]
    with np.load(tmp_path / "asl.npz", allow_pickle=False) as archive:
        assert sorted(archive.files) == sorted(
            ["glyphcam_profile", "user", "recogniser", "patch_version", "letters", "landmarks"]
        )


def test_a_save_that_fails_leaves_the_old_profile(tmp_path: Path) -> None:
    path = tmp_path / "asl.npz"
    PROFILE.save(path)
    old = path.read_bytes()
    broken = Profile("ann", "asl", np.array([object()]), None, None, "1")  # type: ignore[arg-type]
    object.__setattr__(broken, "letters", None)
    with pytest.raises(AttributeError):
        broken.save(path)
    assert path.read_bytes() == old
    assert [p.name for p in tmp_path.iterdir()] == ["asl.npz"]


def test_samples_are_counted_by_letter() -> None:
    assert PROFILE.counts() == {"A": 2, "B": 1}


@pytest.mark.parametrize("name", ["ann", "Ann-Marie", "user 2", "Jürgen", "a.b"])
def test_plain_names_are_taken(name: str) -> None:
    assert user_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "..", "../bob", "a/b", "a\\b", ".hidden", "x" * 41, "end.", "a\n"]
)
def test_names_that_could_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(SettingError, match="cannot name a user"):
        user_name(name)
