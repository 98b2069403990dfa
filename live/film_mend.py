"""Takes off the half written last fragment of a film whose writing was cut short."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

SMALL, LARGE = 8, 16
"""Bytes of an mp4 box's head: 4 of size and 4 of name, and 8 more where the size is 1."""


def trim_film(path: Path) -> int:
    """Cut the film behind its last whole fragment; return how many bytes went.

    A fragment is a ``moof`` box and the ``mdat`` box after it. A film that was closed, or that has
    no whole fragment, is left alone.
    """
    with path.open("rb+") as file:
        size = path.stat().st_size
        good = _end_of_last_fragment(file, size)
        if good is None or good == size:
            return 0
        file.truncate(good)
        os.fsync(file.fileno())
        return size - good


def _end_of_last_fragment(file: BinaryIO, size: int) -> int | None:
    good: int | None = None
    place, before = 0, b""
    while (head := _head(file, place)) is not None and place + head[1] <= size:
        name, length = head
        place += length
        if name == b"mdat" and before == b"moof":
            good = place
        before = name
    return good


def _head(file: BinaryIO, place: int) -> tuple[bytes, int] | None:
    """Return a box's name and whole length; None where there is no box."""
    file.seek(place)
    head = file.read(SMALL)
    length = int.from_bytes(head[:4], "big")
    if length == 1:
        length = int.from_bytes(file.read(LARGE - SMALL), "big")
    return (head[4:], length) if len(head) == SMALL and length >= SMALL else None
