"""Broken, foreign and other versions' profiles get a sentence and are left untouched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.profile import Profile
from glyphcam.calibration.profile_file import load_profile

LABELS = ("A", "B", "C")


def profile(**changes: object) -> Profile:
    rng = np.random.default_rng(0)
    facts: dict[str, object] = {
        "user": "ann",
        "recogniser": "asl",
        "letters": np.array(["A", "B"]),
        "landmarks": rng.normal(size=(2, 21, 3)).astype(np.float32),
        "patches": rng.integers(0, 256, (2, 28, 28), dtype=np.uint8),
        "patch_version": 1,
    }
    return Profile(**{**facts, **changes})  # type: ignore[arg-type]


def load(path: Path) -> Profile:
    return load_profile(path, "asl", LABELS, 1)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    saved = profile()
    saved.save(tmp_path / "asl.npz")
    loaded = load(tmp_path / "asl.npz")
    assert (loaded.user, loaded.recogniser, loaded.patch_version) == ("ann", "asl", 1)
    assert loaded.letters.tolist() == ["A", "B"]
    np.testing.assert_array_equal(loaded.landmarks, saved.landmarks)
    np.testing.assert_array_equal(loaded.patches, saved.patches)


def test_a_profile_without_pictures_comes_back_without(tmp_path: Path) -> None:
    profile(patches=None, patch_version=7).save(tmp_path / "asl.npz")
    assert load(tmp_path / "asl.npz").patches is None


def test_a_missing_profile_is_said_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"there is no profile .*glyphcam enrol"):
        load(tmp_path / "asl.npz")


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04 broken", b"\x93NUMPY\x01\x00", b"\x80\x04K\x01."]
)
def test_a_broken_file_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "asl.npz"
    path.write_bytes(content)
    with pytest.raises(SettingError, match="cannot be read as a profile"):
        load(path)
    assert path.read_bytes() == content


def test_a_truncated_profile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "asl.npz"
    profile().save(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(SettingError, match="cannot be read as a profile"):
        load(path)


def test_pickled_arrays_are_never_loaded(tmp_path: Path) -> None:
    path = tmp_path / "asl.npz"
    np.savez(path, glyphcam_profile=np.array([{}], dtype=object))
    with pytest.raises(SettingError, match="cannot be read as a profile"):
        load(path)


def test_another_programs_npz_is_not_a_profile(tmp_path: Path) -> None:
    np.savez(tmp_path / "asl.npz", x=np.zeros(3))
    with pytest.raises(SettingError, match="is not a Glyphcam profile: it was left as it is"):
        load(tmp_path / "asl.npz")


def test_another_format_shows_both_sides(tmp_path: Path) -> None:
    path = tmp_path / "asl.npz"
    np.savez(path, glyphcam_profile=np.array(0), letters=np.array(["A"]))
    before = path.read_bytes()
    with pytest.raises(SettingError, match="profile format 0, this program reads 1"):
        load(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"recogniser": "characters"}, "enrolled for 'characters', not 'asl'"),
        ({"letters": np.array(["A", "J"])}, "holds J, which 'asl' does not read"),
        ({"patch_version": 2}, "patches of version 2, this program makes version 1"),
        ({"landmarks": np.zeros((2, 20, 3), np.float32)}, r"landmarks are float32 \(2, 20, 3\)"),
        ({"patches": np.zeros((3, 28, 28), np.uint8)}, r"patches are uint8 \(3, 28, 28\)"),
        ({"base": np.zeros((2, 4), np.float32)}, r"base are float32 \(2, 4\), not .* \(2, 3\)"),
        ({"landmarks": np.full((2, 21, 3), np.nan, np.float32)}, "not finite"),
    ],
)
def test_a_profile_that_does_not_fit_says_why(
    tmp_path: Path, changes: dict[str, object], says: str
) -> None:
    profile(**changes).save(tmp_path / "asl.npz")
    with pytest.raises(SettingError, match=says):
        load(tmp_path / "asl.npz")
