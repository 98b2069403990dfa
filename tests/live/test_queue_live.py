"""The queue of a live run and of a film: named for what it came from, and found again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.cli import glyphcam
from glyphcam.live.open_reader import ReaderChoice
from glyphcam.live.queue_live import queue_of
from glyphcam.live.queue_wish import NO_QUEUE, QueueWish
from glyphcam.live.session_folder import SessionFolder


class NamedSource:
    """A camera as far as the queue looks at it."""

    name = "camera 0"


class RecorderThatRecords:
    """A recorder as far as the queue looks at it."""

    def __init__(self, session: SessionFolder | None) -> None:
        self.session = session


def test_a_cameras_moments_are_found_in_the_session_that_is_recorded(tmp_path) -> None:
    recorder = RecorderThatRecords(None)
    wish = QueueWish(True, tmp_path)
    [queue] = queue_of(wish, ReaderChoice("asl"), "0", NamedSource(), recorder, print)
    assert queue._film() == ""
    recorder.session = SessionFolder(tmp_path / "a-session")
    assert queue._film() == str(tmp_path / "a-session")
    assert queue._source.startswith("camera 0, 20")


def test_without_the_option_there_is_no_queue() -> None:
    recorder = RecorderThatRecords(None)
    assert queue_of(NO_QUEUE, ReaderChoice(), "0", NamedSource(), recorder, print) == ()


@pytest.fixture
def doubtful(monkeypatch) -> None:
    """Every answer is doubtful, so that a film of a plain letter has something to queue."""
    monkeypatch.setattr("glyphcam.live.queue_why.CLOSE", 2.0)


@pytest.mark.parametrize("words", [["live", "asl", "--no-window", "--source"], ["annotate", "asl"]])
def test_a_film_is_queued_by_its_path_and_read_again_adds_nothing(
    doubtful, letter_film, tmp_path, words
) -> None:
    queue = tmp_path / "queue"
    end = ["--json", "--queue", "--queue-dir", str(queue)]
    for _ in range(2):
        done = CliRunner().invoke(glyphcam, [*words, str(letter_film), *end])
        assert done.exit_code == 0, done.output
        assert len([json.loads(line) for line in done.stdout.splitlines()]) == 36
        with ReviewStore.open(queue) as store:
            [found] = store.items()
        assert found.item.source == found.item.film == str(letter_film)
        assert found.item.label == "L"
        assert store.path.parent == queue


def test_films_made_into_sessions_are_queued_by_their_processes(
    letter_film, tmp_path, monkeypatch
) -> None:
    words = ["annotate", "asl", str(letter_film), "-o", str(tmp_path / "out"), "--queue"]
    done = CliRunner().invoke(glyphcam, [*words, "--queue-dir", str(tmp_path / "queue")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "queue" / "queue.sqlite").is_file()


def test_a_cluster_is_not_asked_to_queue(letter_film, tmp_path) -> None:
    words = ["annotate", "asl", str(letter_film), "-o", str(tmp_path), "--dask", "x", "--queue"]
    done = CliRunner().invoke(glyphcam, words)
    assert done.exit_code == 2
    assert "leave --dask out" in done.output
