"""A record of practice lasts, stays private, and is never damaged by the program."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from glyphcam.calibration.errors import SettingError
from glyphcam.live.practice_record import (
    ALPHABET,
    KEPT,
    Letter,
    Record,
    Try,
    load_record,
    record_path,
    save_record,
)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GLYPHCAM_USERS", str(tmp_path / "users"))
    return record_path("ann")


def test_the_alphabet_has_all_letters() -> None:
    assert "".join(ALPHABET) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_what_was_tried_is_there_again(path: Path) -> None:
    record = Record().tried("A", Try(1.25)).tried("M", Try(None, 2)).tried("A", Try(3.5, 1))
    save_record(record, path)
    assert load_record(path) == record


def test_only_the_user_may_read_it(path: Path) -> None:
    save_record(Record().tried("A", Try(1.0)), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["practice.json"]


def test_no_record_yet_is_an_empty_one(path: Path) -> None:
    assert load_record(path) == Record()
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "\ud83d",
        '{"letters": {}}',
        '{"glyphcam_practice": 2, "letters": {}}',
        '{"glyphcam_practice": 1, "letters": {"AB": {"tries": [], "count": 0}}}',
        '{"glyphcam_practice": 1, "letters": {"A": {"tries": '
        '[{"seconds": -1, "misses": 0}], "count": 1}}}',
        '{"glyphcam_practice": 1, "letters": {"A": {"tries": [{"seconds": "x"}], "count": 1}}}',
        '{"glyphcam_practice": 1, "letters": [1]}',
    ],
)
def test_a_broken_file_is_refused_and_left_as_it_is(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True)
    written = content.encode("utf-8", "surrogatepass")
    path.write_bytes(written)
    with pytest.raises(SettingError, match="it was left as it is"):
        load_record(path)
    assert path.read_bytes() == written


def test_a_kill_while_writing_leaves_the_old_record(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Record().tried("A", Try(1.0))
    save_record(old, path)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dump", killed)
    with pytest.raises(KeyboardInterrupt):
        save_record(old.tried("B", Try(1.0)), path)
    assert load_record(path) == old
    assert len(list(path.parent.iterdir())) == 1


def test_names_that_leave_the_folder_are_refused() -> None:
    with pytest.raises(SettingError, match="cannot name a user"):
        record_path("../ann")


def test_quick_letters_without_a_wrong_one_are_known_best() -> None:
    quick, slow, missed, skipped = Try(1.0), Try(20.0), Try(1.0, 1), Try(None)
    assert quick.worth == 1.0
    assert quick.worth > slow.worth > skipped.worth == 0
    assert quick.worth > missed.worth > 0


def test_newer_tries_weigh_more_and_only_some_are_kept() -> None:
    better = Letter().tried(Try(None)).tried(Try(1.0))
    worse = Letter().tried(Try(1.0)).tried(Try(None))
    assert better.known > 0.5 > worse.known
    many = Letter()
    for _ in range(20):
        many = many.tried(Try(1.0))
    assert (len(many.tries), many.count, many.known) == (KEPT, 20, 1.0)
