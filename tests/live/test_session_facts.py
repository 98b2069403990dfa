"""session.json is read back as it was written, and what cannot be read is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glyphcam.calibration.errors import DataError, SettingError
from glyphcam.live.session_facts import LANDMARKS_ONLY, read_facts
from glyphcam.live.session_folder import create_session, find_session
from glyphcam.live.tuning import Tuning


def test_facts_come_back_as_they_were_written(tmp_path, facts) -> None:
    kept = replace(facts, keep=LANDMARKS_ONLY, tuning=Tuning("ada", 0.98), who="Zoë", file_size=7)
    path = tmp_path / "session.json"
    path.write_text(kept.to_json(), encoding="utf-8")
    assert read_facts(path) == kept


def test_a_later_format_is_refused_showing_both_sides(tmp_path, facts) -> None:
    path = tmp_path / "session.json"
    path.write_text(facts.to_json().replace('"format": 1', '"format": 9'))
    with pytest.raises(DataError, match="has format 9, this program reads format 1"):
        read_facts(path)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1}', '{"format": 1, "new": 2}'])
def test_broken_facts_are_named(tmp_path, text) -> None:
    path = tmp_path / "session.json"
    path.write_text(text)
    with pytest.raises(DataError, match=r"session\.json cannot be read"):
        read_facts(path)


def test_two_sessions_of_one_second_get_a_folder_each(tmp_path, facts) -> None:
    names = [create_session(tmp_path, "asl", facts.started).name for _ in range(3)]
    stem = "2026-11-20_10-15-03_asl"
    assert names == [stem, f"{stem}-2", f"{stem}-3"]


def test_a_folder_that_is_no_session_is_not_found(tmp_path) -> None:
    with pytest.raises(SettingError, match="there is no session 'last'"):
        find_session(tmp_path, "last")
