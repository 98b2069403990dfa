"""The options of recording, from the command line to the recorder."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.live.recorder import RecordSettings
from glyphcam.live.recorder_options import record_options
from glyphcam.live.session_facts import KeepChoice


def settings_of(*arguments: str) -> RecordSettings:
    """What a command with these arguments is given."""
    given: list[RecordSettings] = []

    @click.command()
    @record_options
    def command(recording: RecordSettings) -> None:
        given.append(recording)

    CliRunner().invoke(command, arguments, catch_exceptions=False, standalone_mode=False)
    return given[0]


def test_nothing_is_recorded_unless_asked() -> None:
    assert settings_of() == RecordSettings(is_on=False, keep=KeepChoice())


def test_every_wish_arrives() -> None:
    told = settings_of(
        *("--record", "--raw", "--landmarks", "--sessions", "here", "--keep-days", "7"),
        *("--who", "Ada", "--consent", "yes"),
    )
    assert told == RecordSettings(True, Path("here"), KeepChoice(True, True, True), 7, "Ada", "yes")


def test_landmarks_only_keeps_no_picture() -> None:
    keep = settings_of("--record", "--landmarks-only").keep
    assert (keep.has_video, keep.has_raw, keep.has_landmarks) == (False, False, True)


def test_landmarks_only_and_raw_contradict_each_other() -> None:
    with pytest.raises(SettingError, match="keeps no picture: leave --raw out"):
        settings_of("--landmarks-only", "--raw")
