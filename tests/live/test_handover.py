"""Whatever ends a thread reaches its owner, and the first cause is the one that is told."""

from __future__ import annotations

import threading

import pytest

from glyphcam.live.handover import Handover


@pytest.mark.parametrize("error", [OSError("no disk"), SystemExit(3), KeyboardInterrupt()])
def test_what_ends_a_thread_is_kept_for_its_owner(error: BaseException) -> None:
    handover = Handover()

    def work() -> None:
        with handover:
            raise error

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert handover.error is error


def test_the_first_error_is_the_cause_and_a_clean_end_is_none() -> None:
    handover, first = Handover(), OSError("first")
    with handover:
        pass
    assert handover.error is None
    with handover:
        raise first
    with handover:
        raise OSError("second")
    assert handover.error is first
