"""The sessions command: lists, shows, checks, exports, reports, erases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import click
import pytest
from click.testing import CliRunner

from glyphcam.calibration.errors import SettingError
from glyphcam.live.command_sessions import sessions


@pytest.fixture
def run():
    """Run one command; return its result, errors raised."""

    def call(*words: object, answer: str = ""):
        arguments = [str(word) for word in words]
        return CliRunner().invoke(
            sessions, arguments, input=answer, catch_exceptions=False, standalone_mode=False
        )

    return call


def test_sessions_are_listed_with_what_they_read(record, run) -> None:
    root = record("AABB").path.parent
    assert run("list", "--sessions", root).output.rstrip().endswith("2.0 s  AB")


def test_an_empty_place_says_how_to_record(tmp_path, run) -> None:
    assert "record one with 'glyphcam live --record'" in run("list", "--sessions", tmp_path).stderr


def test_a_session_is_shown_by_name_or_as_the_last(record, run) -> None:
    folder = record("AAbb")
    root = folder.path.parent
    shown = run("show", "last", "--sessions", root).output
    assert shown == run("show", folder.name, "--sessions", root).output
    assert "read: A" in shown
    assert "unsure at 1.0 s for 1.0 s: perhaps B" in shown


def test_a_name_that_is_none_says_which_is_the_newest(record, run) -> None:
    folder = record("A")
    with pytest.raises(SettingError, match=rf"no session 'x' .*the newest is {folder.name}"):
        run("show", "x", "--sessions", folder.path.parent)


def test_check_finishes_what_was_killed_and_then_finds_all_good(record, run) -> None:
    folder = record("AA")
    root = folder.path.parent
    for name in ("summary.json", "captions.vtt"):
        (folder.path / name).unlink()
    assert "was not ended: finished now" in run("check", "--sessions", root).output
    assert run("check", "--sessions", root).output == f"1 sessions in {root} are good\n"
    assert (folder.path / "captions.vtt").is_file()


def test_check_names_a_film_that_was_taken_away(record, run) -> None:
    folder = record("AA")
    folder.video.unlink()
    result = run("check", "--sessions", folder.path.parent)
    assert result.return_value == 1
    assert result.stderr == f"{folder.video} is missing: the session's film was taken away\n"


def test_erasing_asks_first(record, run) -> None:
    folder = record("A")
    root = folder.path.parent
    with pytest.raises(click.Abort):
        run("erase", folder.name, "--sessions", root, answer="n\n")
    assert folder.is_session
    assert run("erase", folder.name, "--sessions", root, answer="y\n").output.endswith(
        f"erased {folder.path}\n"
    )
    assert not folder.path.exists()


def test_erasing_by_age_takes_the_old_ones(record, run, facts) -> None:
    old, new = record("A"), record("B")
    root = old.path.parent
    now = datetime.now().astimezone()
    old.facts.write_text(replace(facts, started=now - timedelta(days=8)).to_json())
    new.facts.write_text(replace(facts, started=now - timedelta(days=6)).to_json())
    assert run("erase", "--keep-days", 7, "--yes", "--sessions", root).output == (
        f"erased {old.path}\n"
    )
    assert new.is_session


def test_an_export_and_a_report_say_where_they_are(record, run, tmp_path) -> None:
    folder = record("A")
    root = folder.path.parent
    made = run("export", "last", "--to", "csv", "-o", tmp_path / "x.csv", "--sessions", root)
    assert made.output == f"{tmp_path / 'x.csv'}\n"
    made = run("report", "last", "--sessions", root)
    assert made.output == f"{folder.path / 'report.html'}\n"
