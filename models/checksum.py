"""A model file against the checksum its card states."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from glyphcam.calibration.errors import ModelError

_STATED = re.compile(r"sha256[^0-9a-f\n]*([0-9a-f]{64})", re.IGNORECASE)


def sha256(path: Path) -> str:
    """Return the file's SHA-256 as 64 hex digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stated_checksum(path: Path) -> str | None:
    """Return the checksum on the card beside a model (same name, .md), None where there is none."""
    card = path.with_suffix(".md")
    found = _STATED.search(card.read_text(encoding="utf-8")) if card.is_file() else None
    return found[1] if found else None


def refuse_altered(path: Path) -> None:
    """ModelError, showing both sides, where the file is not the one its card was written for."""
    stated = stated_checksum(path)
    if stated is not None and stated != (own := sha256(path)):
        raise ModelError(
            f"{path} has the sha256 {own[:16]}..., its card says {stated[:16]}...: "
            f"fetch or train it again"
        )
