"""The replay command, without a window."""

from __future__ import annotations

import av
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.live.command_replay import replay


def run(*words: object):
    arguments = [str(word) for word in words]
    return CliRunner().invoke(replay, arguments, catch_exceptions=False, standalone_mode=False)


def test_readings_are_told_where_no_window_is_wanted(record) -> None:
    folder = record("AAbbBB")
    lines = run(folder.path, "--no-window").output.splitlines()
    assert lines[0] == "    0.00 s  A  90 %"
    assert lines[1].startswith("    1.00 s  unsure: B 40 %")
    assert len(run(folder.path, "--no-window", "--from", 2).output.splitlines()) == 1


def test_a_replay_is_saved_as_a_film(record, tmp_path) -> None:
    folder = record("AABB")
    run(folder.path, "--save", tmp_path / "again.mp4", "--from", 1)
    with av.open(str(tmp_path / "again.mp4")) as film:
        assert sum(1 for _ in film.decode(video=0)) == 30


def test_another_model_needs_a_raw_film(record) -> None:
    with pytest.raises(SettingError, match="has no raw film to read again"):
        run(record("A").path, "--no-window", "--model", "fused")


def test_a_session_that_ended_before_its_first_frame_says_so(record) -> None:
    with pytest.raises(SettingError, match="has no events: it ended before its first frame"):
        run(record("").path)
