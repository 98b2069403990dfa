"""A data set's fingerprint and a training day: the two facts a stamp needs beside figures."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime, timezone

import numpy as np
from numpy.typing import NDArray


def fingerprint(*arrays: NDArray[np.generic]) -> str:
    """Return sixteen hex digits of a hash over arrays' shapes, types and bytes, in order."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.shape}{array.dtype.str}".encode())
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()[:16]


def training_day() -> str:
    """Return today's ISO date in UTC, or the one SOURCE_DATE_EPOCH asks for.

    The stamp holds it, so a build that must give the same bytes on another day sets the variable.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    when = datetime.fromtimestamp(int(fixed), timezone.utc) if fixed else datetime.now(timezone.utc)
    return when.date().isoformat()
