"""Two programs that write at once, and one that is killed: nothing committed is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glyphcam.calibration.review_file import FILE
from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_store import ReviewStore

PROGRAM = Path(__file__).with_name("queue_for_ever.py")


def start(folder: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), str(folder), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_after(folder: Path, lines: int) -> list[int]:
    """Let it commit so many, kill it, and return every number it had said it committed."""
    with start(folder, 0, 10_000) as program:
        said = [int(program.stdout.readline()) for _ in range(lines)]
        os.kill(program.pid, signal.SIGKILL)
        return said + [int(line) for line in program.stdout.read().splitlines()]


def check_a_killed_queue(folder: Path, lines: int) -> None:
    said = kill_after(folder, lines)
    with ReviewStore.open(folder) as store:
        kept = [int(one.item.seconds) for one in store.items()]
        assert kept[: len(said)] == said
        assert len(kept) <= len(said) + 1  # one may be committed and not yet said
        assert store.counts().without_picture == 0
    with sqlite3.connect(folder / FILE) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


def test_a_killed_program_loses_nothing_that_was_committed(tmp_path) -> None:
    check_a_killed_queue(tmp_path, 7)


@pytest.mark.soak
@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_programs_killed_after_any_number_lose_nothing(tmp_path, lines) -> None:
    check_a_killed_queue(tmp_path, lines)


def test_two_programs_write_at_once_while_a_person_answers(tmp_path) -> None:
    with (
        ReviewStore.open(tmp_path) as store,
        start(tmp_path, 0, 25) as one,
        start(tmp_path, 1000, 25) as other,
    ):
        said: dict[str, str] = {}
        readers = [
            threading.Thread(target=lambda p=p, n=n: said.update({n: p.stdout.read()}))
            for p, n in ((one, "one"), (other, "other"))
        ]
        for reader in readers:
            reader.start()
        answered = 0
        while any(reader.is_alive() for reader in readers):
            for item in store.pending(limit=1):
                store.answer(item.item_id, "ann", Verdict.LABEL, "1")
                answered += 1
        for reader in readers:
            reader.join()
        assert (one.wait(), other.wait()) == (0, 0)
        assert answered > 0
        assert store.counts().answered == answered
        assert len(said["one"].split()) + len(said["other"].split()) == store.counts().items
        assert store.counts().items == 50


def test_two_threads_of_one_program_share_a_store(tmp_path, made) -> None:
    with ReviewStore.open(tmp_path) as store:
        threads = [
            threading.Thread(
                target=lambda first=first: [store.add(made(first + n)) for n in range(8)]
            )
            for first in (0, 100)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.counts().items == 16
