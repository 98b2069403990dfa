"""What a user has practised: tries of each letter, in one small file only they may read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import SettingError
from glyphcam.calibration.folders import users_folder
from glyphcam.calibration.profile import user_name
from glyphcam.models.recognisers import RECOGNISERS

RECORD_FORMAT = 1

ALPHABET = tuple(sorted((*RECOGNISERS["asl"].labels, "J", "Z")))

KEPT = 8
"""So many of a letter's last tries say how well it is known."""

QUICK_S = 4.0
"""A letter that took no longer, from being asked to being read, counts as known by heart."""


@dataclass(frozen=True, slots=True)
class Try:
    """One letter asked for: seconds until it was read, None where it was skipped; wrong ones."""

    seconds: float | None
    misses: int = 0

    @property
    def worth(self) -> float:
        """How well that went: 1 at once, less for wrong or slow ones, 0 skipped."""
        if self.seconds is None:
            return 0.0
        slow = min(1.0, QUICK_S / max(self.seconds, 1e-6))
        return (0.4 + 0.6 * slow) / (1 + self.misses)


@dataclass(frozen=True, slots=True)
class Letter:
    """The last tries of one letter, and how many there were in all."""

    tries: tuple[Try, ...] = ()
    count: int = 0

    @property
    def known(self) -> float:
        """How well it is known, 0 to 1: the mean worth of the last tries, newer ones more."""
        weights = [1.3**place for place in range(len(self.tries))]
        worth = sum(w * t.worth for w, t in zip(weights, self.tries, strict=True))
        return worth / sum(weights) if weights else 0.0

    def tried(self, one: Try) -> Letter:
        """Return it after another try."""
        return Letter((*self.tries, one)[-KEPT:], self.count + 1)


@dataclass(frozen=True, slots=True)
class Record:
    """All letters of one user; nothing in it but letters, seconds and numbers of misses."""

    letters: Mapping[str, Letter] = field(default_factory=dict)

    def of(self, letter: str) -> Letter:
        """Return what is known of a letter; nothing before its first try."""
        return self.letters.get(letter, Letter())

    def tried(self, letter: str, one: Try) -> Record:
        """Return the record after another try of ``letter``."""
        return replace(self, letters={**self.letters, letter: self.of(letter).tried(one)})


def record_path(user: str) -> Path:
    """Return where the record of ``user`` lies; SettingError for a name that cannot be one."""
    return users_folder() / user_name(user) / "practice.json"


def load_record(path: Path) -> Record:
    """Return the record at ``path``, an empty one where there is none yet.

    SettingError, the file untouched, where it is broken or another version's.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Record()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}): it was left as it is") from error
    try:
        return _record(json.loads(content))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise SettingError(
            f"{path} is no practice record of this version ({error}): it was left as it is, "
            f"move it away to begin anew"
        ) from error


def save_record(record: Record, path: Path) -> None:
    """Write the record in one move, mode 0600: a kill leaves the old one or the new one, whole."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".json")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"glyphcam_practice": RECORD_FORMAT, **_facts(record)}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)


def _facts(record: Record) -> dict[str, Any]:
    return {
        "letters": {
            name: {"count": letter.count, "tries": [asdict(each) for each in letter.tries]}
            for name, letter in sorted(record.letters.items())
        }
    }


def _record(facts: dict[str, Any]) -> Record:
    if facts["glyphcam_practice"] != RECORD_FORMAT:
        raise ValueError(f"format {facts['glyphcam_practice']}, not {RECORD_FORMAT}")
    letters = {}
    for name, each in facts["letters"].items():
        if name not in ALPHABET:
            raise ValueError(f"no letter {name!r}")
        tries = tuple(_try(one) for one in each["tries"])
        letters[name] = Letter(tries[-KEPT:], int(each["count"]))
    return Record(letters)


def _try(facts: dict[str, Any]) -> Try:
    seconds = facts["seconds"]
    one = Try(None if seconds is None else float(seconds), int(facts["misses"]))
    is_sound = one.misses >= 0 and (one.seconds is None or 0 <= one.seconds < float("inf"))
    if not is_sound:
        raise ValueError(f"a try of {one.seconds} s with {one.misses} misses")
    return one
