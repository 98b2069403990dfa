"""A check from wish to profile, with a film for a camera."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SourceError
from glyphcam.live.camera_check_facts import CameraFacts, HandSummary
from glyphcam.live.camera_check_run import CheckWish, Outcome, check_camera, setup_from
from glyphcam.live.camera_check_setup import load_setup, setup_path
from glyphcam.live.command_calibrate import calibrate

FACTS = CameraFacts(100, 30, 0, (640, 480), 120, 0, 0, 0, 1)
HAND = HandSummary(150, 90, 0.4, 90, True, None)


@pytest.fixture(autouse=True)
def _config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLYPHCAM_CONFIG", str(tmp_path))


def test_live_is_told_how_the_camera_hangs() -> None:
    setup = setup_from("0", Outcome(replace(FACTS, hand=HAND), ()))
    assert (setup.is_mirrored, setup.turn_deg, setup.width) == (True, 90, 640)
    unknown = setup_from("0", Outcome(FACTS, ()))
    assert (unknown.is_mirrored, unknown.turn_deg) == (False, 0)


def test_a_film_is_checked_like_a_camera_and_its_profile_kept(data: Path) -> None:
    film = str(data / "clips" / "lolzorus_SIGN.mp4")
    told: list[str] = []
    outcome = check_camera(CheckWish(film, is_window_wanted=False), told.append)
    assert outcome.facts.rate_hz == pytest.approx(15, abs=0.1)
    assert outcome.facts.hand is not None
    assert "This camera is good for reading signs." in told
    kept = load_setup(setup_path(film))
    assert (kept.width, kept.height, kept.is_mirrored) == (640, 480, False)


def test_nothing_is_kept_unless_wanted(data: Path) -> None:
    film = str(data / "clips" / "still_A_1.mp4")
    check_camera(CheckWish(film, is_window_wanted=False, is_kept=False), lambda line: None)
    assert not setup_path(film).exists()


def test_a_camera_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no source"):
        check_camera(CheckWish(str(tmp_path / "no.mp4"), False), lambda line: None)


def test_help_names_both_parts_without_importing_the_report() -> None:
    shown = CliRunner().invoke(calibrate, ["camera", "--help"])
    assert "Check the camera in half a minute" in shown.output
