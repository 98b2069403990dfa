"""The one-slot mailbox."""

from __future__ import annotations

import threading

import pytest

from glyphcam.live.mailbox import Mailbox


def test_the_newest_item_wins_and_the_rest_are_counted() -> None:
    box: Mailbox[int] = Mailbox()
    for item in range(4):
        box.put(item)
    assert box.take(0) == 3
    assert box.dropped == 3


def test_taking_from_an_empty_box_gives_none_after_the_timeout() -> None:
    assert Mailbox[int]().take(0.001) is None


def test_a_waiting_taker_gets_what_another_thread_puts() -> None:
    box: Mailbox[str] = Mailbox()
    thread = threading.Timer(0.01, box.put, ["letter"])
    thread.start()
    assert box.take(5) == "letter"
    thread.join()


def test_the_writers_error_is_raised_at_the_taker() -> None:
    box: Mailbox[str] = Mailbox()
    box.fail(OSError("the cable"))
    with pytest.raises(OSError, match="the cable"):
        box.take(5)
