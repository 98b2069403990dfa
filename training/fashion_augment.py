"""Training items mirrored every other epoch, moved by up to two pixels, and with a box erased."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class ItemAugmenter:
    """Varies patches of goods; the same seed gives the same pictures."""

    def __init__(self, labels: tuple[str, ...], erased_share: float = 0.5) -> None:
        self._labels, self._erased_share = labels, erased_share

    @property
    def classes(self) -> int:
        """The number of labels."""
        return len(self._labels)

    def batch(
        self, patches: NDArray[np.uint8], targets: NDArray[np.int64], seed: tuple[int, ...]
    ) -> NDArray[np.uint8]:
        """Return varied copies (n, 28, 28) uint8 of ``patches`` (n, 28, 28).

        ``seed`` is the run's, the epoch and the place. A picture is mirrored in every other epoch,
        half of them in the even ones: by chance it would be seen the same way twice too often.
        """
        random = np.random.default_rng(seed)
        count = len(patches)
        is_mirrored = (patches.sum(axis=(1, 2), dtype=np.int64) + seed[1]) % 2 == 1
        copies = np.where(is_mirrored[:, None, None], patches[:, :, ::-1], patches)
        padded = np.pad(copies, ((0, 0), (2, 2), (2, 2)))
        moves = random.integers(0, 5, (count, 2))
        rows = moves[:, :1] + np.arange(28)  # (n, 28)
        columns = moves[:, 1:] + np.arange(28)
        moved = padded[np.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
        return self._erased(moved, random)

    def _erased(self, patches: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
        """Blank a box of 6 to 14 pixels a side in a share of them, by one grey of chance."""
        count = len(patches)
        sides, corners = random.integers(6, 15, (count, 2)), random.integers(-4, 24, (count, 2))
        place = np.arange(28)
        inside = (place >= corners[:, :, None]) & (place < (corners + sides)[:, :, None])
        box = inside[:, 0, :, None] & inside[:, 1, None, :]
        box &= (random.random(count) < self._erased_share)[:, None, None]
        greys = random.integers(0, 256, count).astype(np.uint8)[:, None, None]
        return np.where(box, greys, patches).astype(np.uint8)
