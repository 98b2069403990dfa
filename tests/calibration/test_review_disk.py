"""A disk that is full: what was queued stays good, and the error is one sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from glyphcam.calibration.review_store import ReviewStore

resource = pytest.importorskip("resource", reason="limits on files are Unix's")

FILL = """
import resource, sys
from pathlib import Path
import numpy as np
from glyphcam.calibration.errors import QueueError
from glyphcam.calibration.review_item import ReviewItem, Why
from glyphcam.calibration.review_store import ReviewStore

resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
sure = np.array([0.5, 0.5], np.float32)
with ReviewStore.open(Path(sys.argv[1])) as store:
    for number in range(1000):
        patch = np.random.default_rng(number).integers(0, 256, (28, 28)).astype(np.uint8)
        item = ReviewItem("digits", "cnn", "0", ("0", "1"), sure, 0.6, patch, 1, (Why.UNSURE,),
            str(number), 0.0, 0.0, picture=bytes(20_000))
        try:
            store.add(item)
        except QueueError as error:
            print(number, error)
            break
    print(store.counts().items, "read after it")
"""


def test_a_full_disk_stops_with_a_sentence_and_what_is_there_stays_good(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said, after = done.stdout.splitlines()
    count = int(said.split()[0])
    assert count > 2
    assert "queue.sqlite cannot be written: " in said
    assert after == f"{count} read after it"
    with ReviewStore.open(tmp_path) as store:
        assert store.counts().items == count
        assert store.counts().without_picture == 0
