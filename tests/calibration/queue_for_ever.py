"""A program for the kill test: queues items until killed and prints each one that is committed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from glyphcam.calibration.review_item import ReviewItem, Why
from glyphcam.calibration.review_store import ReviewStore


def main(folder: Path, first: int, count: int) -> None:
    """Queue ``count`` items of a source of its own, numbered from ``first``."""
    sure = np.array([0.5, 0.3, 0.2], np.float32)
    with ReviewStore.open(folder) as store:
        for number in range(first, first + count):
            noise = np.random.default_rng(number)
            patch = np.kron(noise.integers(0, 256, (7, 7)), np.ones((4, 4))).astype(np.uint8)
            item = ReviewItem(
                *("digits", "cnn", "0" * 64, ("0", "1", "2"), sure, 0.6, patch, 1),
                *((Why.UNSURE,), f"film {first}", float(number), 0.0),
                picture=bytes(8_000),
            )
            if store.add(item):
                print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
