"""Queues of other versions: an older one is brought up, a newer or a foreign one refused."""

from __future__ import annotations

import sqlite3

import pytest

from glyphcam.calibration import review_schema
from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_file import FILE
from glyphcam.calibration.review_item import Filters, Verdict
from glyphcam.calibration.review_rows import COLUMNS, row_of
from glyphcam.calibration.review_schema import APPLICATION_ID, STEPS, VERSION
from glyphcam.calibration.review_store import ReviewStore

OF_VERSION_1 = COLUMNS[:-3]
"""The columns the first version had; film, frame and hand_px came with the second."""


@pytest.fixture
def old_queue(tmp_path, made):
    """A queue as version 1 wrote it, with two items, a picture and an answer."""
    path = tmp_path / FILE
    with sqlite3.connect(path) as old:
        old.executescript(STEPS[0])
        old.execute("PRAGMA user_version = 1")
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        marks = ", ".join("?" * len(OF_VERSION_1))
        for number in (1, 2):
            row = row_of(made(number))[: len(OF_VERSION_1)]
            old.execute(f"INSERT INTO items ({', '.join(OF_VERSION_1)}) VALUES ({marks})", row)
        old.execute("INSERT INTO pictures VALUES (1, ?)", (b"\xff\xd8 old",))
        old.execute("INSERT INTO answers VALUES (1, 1, 'ann', 'LABEL', 'B', 3.5)")
    old.close()
    return tmp_path


def test_a_queue_of_version_1_is_brought_up_with_all_that_is_in_it(old_queue, made) -> None:
    with ReviewStore.open(old_queue) as store:
        first, second = store.items()
        assert (first.item.uid, second.item.uid) == (made(1).uid, made(2).uid)
        assert (first.item.film, first.item.frame, first.item.hand_px) == ("", 0, 0.0)
        assert first.answers[0].label == "B"
        assert store.picture(1) == b"\xff\xd8 old"
        assert store.add(made(3, film="new.mp4", frame=4))
        store.answer(second.item_id, "ann", Verdict.LABEL, "C")
        assert len(store.pending(Filters(reviewer="ann"))) == 1
    with sqlite3.connect(old_queue / FILE) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
    file.close()


def test_a_bringing_up_that_fails_leaves_the_old_queue_as_it_was(old_queue, monkeypatch) -> None:
    broken = (*STEPS, "ALTER TABLE items ADD COLUMN more TEXT; ALTER TABLE nowhere ADD COLUMN x;")
    monkeypatch.setattr(review_schema, "STEPS", broken)
    monkeypatch.setattr(review_schema, "VERSION", 3)
    with pytest.raises(QueueError, match="cannot be used as a review queue: no such table"):
        ReviewStore.open(old_queue)
    monkeypatch.undo()
    with sqlite3.connect(old_queue / FILE) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (1,)
        names = [row[1] for row in file.execute("PRAGMA table_info(items)")]
    file.close()
    assert "more" not in names
    assert "film" not in names


def test_a_newer_queue_is_refused_and_left_alone(tmp_path) -> None:
    ReviewStore.open(tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute(f"PRAGMA user_version = {VERSION + 1}")
    file.close()
    with pytest.raises(QueueError, match=f"version {VERSION + 1}, this program reads up to"):
        ReviewStore.open(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as file:
        assert file.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    file.close()


def test_a_database_of_another_program_is_refused(tmp_path) -> None:
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("CREATE TABLE songs (name TEXT)")
    file.close()
    with pytest.raises(QueueError, match="a database of another program"):
        ReviewStore.open(tmp_path)


def test_a_file_that_is_no_database_is_refused(tmp_path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database at all, and long enough to be looked at" * 40)
    with pytest.raises(QueueError, match="file is not a database"):
        ReviewStore.open(tmp_path)


def test_an_empty_file_is_a_new_queue(tmp_path, made) -> None:
    (tmp_path / FILE).write_bytes(b"")
    with ReviewStore.open(tmp_path) as store:
        assert store.add(made(1))
