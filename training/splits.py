"""Splits that stay what they are: whole writers or sources where known, fixed by hash."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.training.dataset import Dataset

_PARTS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """``train`` and ``held`` out rows of one data set; ``by`` says what was kept together."""

    train: Dataset
    held: Dataset
    by: str

    def text(self) -> str:
        """Return the split as a sentence, with the sources held out."""
        names = () if self.held.groups is None else tuple(np.unique(self.held.groups))
        which = f": {', '.join(map(str, names[:12]))}" if names else ""
        more = f" and {len(names) - 12} more" if len(names) > 12 else ""
        return (
            f"split by {self.by}: {len(self.train)} to learn from, "
            f"{len(self.held)} held out{which}{more}"
        )


def split(data: Dataset, share: float = 0.1, salt: str = "") -> Split:
    """Return ``data`` in two, about ``share`` of its sources (or pictures) held out.

    A source or picture is on the same side whatever else is in the set. Where no source hashes
    below the share, the one with the lowest hash is held out.
    """
    if data.groups is None:
        place = _places([patch.tobytes() for patch in data.patches], salt)
        is_held = place < share * _PARTS
        return Split(data.rows(~is_held), data.rows(is_held), "picture")
    names = np.unique(data.groups)
    place = _places([str(name).encode() for name in names], salt)
    held = (
        names[place < share * _PARTS] if (place < share * _PARTS).any() else names[[place.argmin()]]
    )
    is_held = np.isin(data.groups, held)
    return Split(data.rows(~is_held), data.rows(is_held), "source")


def fold_groups(data: Dataset) -> NDArray[np.int64]:
    """Return a number (n,) for each row's source, or for its picture where none is known.

    Equal pictures share a number, so that no fold has a picture both to learn and to be tested.
    """
    if data.groups is not None:
        return np.unique(data.groups, return_inverse=True)[1].astype(np.int64)
    return np.array([zlib.crc32(patch.tobytes()) for patch in data.patches], np.int64)


def sample(data: Dataset, count: int) -> Dataset:
    """Return about ``count`` rows, those of the lowest hash, in order; all of fewer."""
    if count >= len(data):
        return data
    hashes = np.array([zlib.crc32(patch.tobytes()) for patch in data.patches])
    return data.rows(np.sort(np.argsort(hashes, kind="stable")[:count]))


def _places(keys: Sequence[bytes], salt: str) -> NDArray[np.int64]:
    return np.array([zlib.crc32(salt.encode() + key) % _PARTS for key in keys], np.int64)
