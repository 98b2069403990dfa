"""What the page Live doubts goes into the review queue where --queue asked, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.serve_live_reader import LiveReaders
from glyphcam.live.serve_shelf import ServeShelf
from glyphcam.live.serve_wire import Job

PIXELS = 2_100_000


def show(readers: LiveReaders, picture: Path, frames: int = 15) -> None:
    """Hold one picture before the reader for a second, then leave.

    The kind knn reads bare pixels and is unsure of nearly every stranger's hand.
    """
    words = {"client": "ann", "recogniser": "asl", "model": "knn"}
    for frame in range(frames):
        told = {**words, "frame": str(frame), "seconds": str(frame / 15)}
        readers.read(Job("live", picture.read_bytes(), told))
    readers.leave(Job("leave", words=words))


@pytest.fixture
def hand(data: Path) -> Path:
    """A whole webcam picture of a letter."""
    return sorted((data / "asl_frames" / "t32rahman" / "M").glob("*.jpg"))[0]


def test_a_doubtful_reading_of_a_browser_is_queued_with_its_crop(hand, tmp_path: Path) -> None:
    show(LiveReaders(ServeShelf(("asl",)), PIXELS, tmp_path), hand)
    with ReviewStore.open(tmp_path) as store:
        [queued] = store.pending()
        assert store.picture(queued.item_id).startswith(b"\xff\xd8")
    assert queued.item.kind == "knn" and queued.item.source.startswith("browser, ")


def test_nothing_is_written_where_nobody_asked(hand, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GLYPHCAM_QUEUE", str(tmp_path / "queue"))
    show(LiveReaders(ServeShelf(("asl",)), PIXELS), hand, frames=4)
    assert list(tmp_path.iterdir()) == []


def test_a_queue_that_cannot_be_written_leaves_the_reading_alone(
    hand, tmp_path: Path, capfd
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    show(LiveReaders(ServeShelf(("asl",)), PIXELS, in_the_way), hand, frames=4)
    assert "nothing is queued for review" in capfd.readouterr().err
