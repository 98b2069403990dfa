"""Waiting for the disk is a thread's own work: the film goes on meanwhile."""

from __future__ import annotations

import threading

import pytest

from glyphcam.live.recorder_sync import RecorderSync
from glyphcam.live.recorder_thread import RecorderThread
from glyphcam.live.session_event import event_of
from glyphcam.live.session_writer import Shot


class SlowDisk:
    """Takes what is written at once, and says it is on the disk only when it is let."""

    def __init__(self) -> None:
        self.written: list[Shot] = []
        self.is_syncing = threading.Event()
        self.may_end = threading.Event()

    def write(self, shot: Shot) -> None:
        self.written.append(shot)

    def write_model(self, model) -> None:
        raise AssertionError

    def sync(self) -> None:
        self.is_syncing.set()
        assert self.may_end.wait(10)


def test_a_slow_disk_does_not_hold_up_the_encoder(steps) -> None:
    disk, closed = SlowDisk(), []
    thread = RecorderThread(disk, closed.append)
    thread.start()
    assert disk.is_syncing.wait(10)
    for step in steps("AB"):
        assert thread.has_room(10)
        thread.put(Shot(event_of(step, step.frame.seconds, True, False), step.picture))
    assert thread.has_room(10)
    disk.may_end.set()
    thread.ask_to_stop()
    assert thread.join(10)
    assert (len(disk.written), closed, thread.error) == (30, [None], None)


def test_what_goes_wrong_with_the_disk_ends_the_recording(steps) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    disk, closed = SlowDisk(), []
    disk.sync = fail
    thread = RecorderThread(disk, closed.append)
    thread.start()
    assert thread.join(10)
    assert isinstance(thread.error, OSError)
    assert closed == [thread.error]


def test_rounds_end_when_they_are_stopped() -> None:
    rounds: list[int] = []
    two = threading.Event()

    def sync() -> None:
        rounds.append(1)
        if len(rounds) == 2:
            two.set()

    syncing = RecorderSync(sync, every_s=0.001)
    syncing.start()
    assert two.wait(10)
    syncing.stop()
    count = len(rounds)
    assert count >= 2 and len(rounds) == count
    assert syncing.error is None


@pytest.mark.parametrize("name", ["recorder", "recorder sync"])
def test_threads_bear_their_names_and_end(record, steps, name) -> None:
    seen: set[str] = set()

    def watched():
        for step in steps("A"):
            seen.update(thread.name for thread in threading.enumerate())
            yield step

    record(watched())
    assert name in seen
    assert name not in {thread.name for thread in threading.enumerate()}
