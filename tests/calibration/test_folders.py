"""A user's own things lie in the platform's folders, or where the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from glyphcam.calibration.folders import config_folder, profile_path, users_folder


def test_the_environment_chooses_both_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLYPHCAM_CONFIG", str(tmp_path / "c"))
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "u"))
    assert config_folder() == tmp_path / "c"
    assert profile_path("ann", "asl") == tmp_path / "u" / "ann" / "asl.npz"


def test_without_it_they_are_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GLYPHCAM_CONFIG", raising=False)
    monkeypatch.delenv("GLYPHCAM_USERS", raising=False)
    assert config_folder().name == "glyphcam"
    assert users_folder().parts[-2:] == ("glyphcam", "users")
