"""Erasing takes a session's own files and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.session_erase import erase_session, older_than
from glyphcam.live.session_folder import SessionFolder, all_sessions


def test_an_erased_session_is_gone_with_its_folder(record) -> None:
    folder, other = record("A"), record("B")
    assert erase_session(folder) == ()
    assert not folder.path.exists()
    assert all_sessions(other.path.parent) == (other,)


def test_what_is_not_ours_stays_and_is_named(record) -> None:
    folder = record("A")
    mine = folder.path / "notes.txt"
    mine.write_text("mine")
    assert erase_session(folder) == (mine,)
    assert list(folder.path.iterdir()) == [mine]


def test_a_folder_that_is_no_session_is_left_alone(tmp_path) -> None:
    (tmp_path / "video.mp4").write_text("x")
    with pytest.raises(SettingError, match="is no session: nothing was erased"):
        erase_session(SessionFolder(tmp_path))
    assert (tmp_path / "video.mp4").exists()


def test_a_link_to_a_session_is_not_followed(record, tmp_path) -> None:
    folder = record("A")
    link = tmp_path / "link"
    link.symlink_to(folder.path)
    with pytest.raises(SettingError, match="is no session"):
        erase_session(SessionFolder(link))
    assert folder.is_session


def test_only_what_is_old_is_found(record, facts) -> None:
    folder = record("A")
    root = folder.path.parent
    assert older_than(root, 3, facts.started + timedelta(days=2.9)) == ()
    assert older_than(root, 3, facts.started + timedelta(days=3.1)) == (folder,)
