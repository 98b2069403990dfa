"""Every command that reads a user's profile refuses a bad one with a sentence, and leaves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from glyphcam.calibration.folders import profile_path
from glyphcam.live.cli import main

FILM = "clips/still_L_1.mp4"
COMMANDS = {
    "live": ("live", "--no-window", "--source", FILM),
    "read": ("read", "asl", "asl_frames/lolzorus/A"),
    "annotate": ("annotate", "asl", FILM),
    "enrol": ("enrol", "--no-window", "--source", FILM, "--letters", "L"),
}

Profile = dict[str, np.ndarray]


def older(profile: Profile) -> Profile:
    return {**profile, "glyphcam_profile": np.array(0)}


def of_digits(profile: Profile) -> Profile:
    return {**profile, "recogniser": np.array("digits")}


def foreign(profile: Profile) -> Profile:
    return {"x": np.arange(3)}


FAULTS: dict[str, Callable[[Profile], Profile]] = {
    "has profile format 0": older,
    "was enrolled for 'digits', not 'asl'": of_digits,
    "is not a Glyphcam profile": foreign,
}


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))
    path = profile_path("ann", "asl")
    path.parent.mkdir(parents=True)
    return path


def good() -> Profile:
    return {
        "glyphcam_profile": np.array(1),
        "user": np.array("ann"),
        "recogniser": np.array("asl"),
        "patch_version": np.array(1),
        "letters": np.array(["A"]),
        "landmarks": np.ones((1, 21, 3), np.float32),
    }


def refused(command: str, data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    words = [str(data / w) if "/" in w else w for w in COMMANDS[command]]
    with pytest.raises(SystemExit) as left:
        main([*words, "--user", "ann"])
    assert left.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("says", FAULTS)
def test_a_profile_that_does_not_fit(
    command: str, says: str, profile: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    np.savez(profile, **FAULTS[says](good()))
    before = profile.read_bytes()
    assert says in refused(command, data, capsys)
    assert profile.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_profile(
    command: str, profile: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_bytes(b"PK\x03\x04 no archive")
    said = refused(command, data, capsys)
    assert "cannot be read as a profile" in said
    assert "glyphcam enrol --forget" in said
    assert profile.read_bytes() == b"PK\x03\x04 no archive"
