"""A camera's setup comes back as written; a broken or foreign file is refused untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.camera_check_setup import CameraSetup, load_setup, setup_of, setup_path

SETUP = CameraSetup(
    'video "0"', True, 90, 640, 480, 29.97, "2026-11-20", 'It is "dark"\nbut ünder control.'
)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "cameras" / "0.toml"
    SETUP.save(path)
    assert load_setup(path) == SETUP


def test_a_camera_never_checked_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_CONFIG", str(tmp_path))
    assert setup_of("0") == CameraSetup("0")
    SETUP.save(setup_path("0"))
    assert setup_of("0").turn_deg == 90


def test_every_source_has_a_file_name_inside_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_CONFIG", str(tmp_path))
    for camera in ("0", "/dev/video0", "rtsp://host/../../x", "..", "a" * 300):
        assert setup_path(camera).parent == tmp_path / "cameras"
    assert setup_path("/dev/video0").name == "dev_video0.toml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not = toml = at all", "cannot be read"),
        ("", "has format None, this program reads 1"),
        ('format = 0\ncamera = "0"\n', "has format 0, this program reads 1"),
        ("format = 1\n", "names no camera"),
        ('format = 1\ncamera = "0"\nturn_deg = 45\n', "turns by 45, not 0, 90, 180 or 270"),
        ('format = 1\ncamera = "0"\nturn_deg = true\n', "turn_deg = True, which does not fit"),
        ('format = 1\ncamera = "0"\nis_mirrored = 1\n', "is_mirrored = 1, which does not fit"),
        ('format = 1\ncamera = "0"\ncolour = "red"\n', "unknown key 'colour'"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_left_untouched(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "0.toml"
    path.write_text(text)
    with pytest.raises(SettingError, match=says):
        load_setup(path)
    assert path.read_text() == text


def test_a_file_of_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "0.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="cannot be read"):
        load_setup(path)
