"""session.json: who recorded what, from where, with which models and settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from glyphcam.calibration.errors import DataError
from glyphcam.live.tuning import PLAIN, Tuning
from glyphcam.models.stamp import Stamp

FORMAT = 1
"""Goes up when a session of today could not be read by the program of yesterday."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Which model answered: its file's SHA-256 and its calibration."""

    recogniser: str
    kind: str
    file: str
    sha256: str
    threshold: float
    temperature: float | None
    trained: str = ""


@dataclass(frozen=True, slots=True)
class KeepChoice:
    """What of a session is kept beside the events."""

    has_video: bool = True
    has_raw: bool = False
    has_landmarks: bool = False


FILM_ONLY = KeepChoice()
"""The film as seen, as --record alone keeps it."""

LANDMARKS_ONLY = KeepChoice(has_video=False, has_landmarks=True)
"""No picture of any kind."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """``started`` is local time with its offset; ``consent`` is kept word for word as given.

    ``tuning`` is whose profile was used and what was asked of the answers.
    """

    program: str
    started: datetime
    recogniser: str
    source: str
    hands: str
    models: tuple[ModelFacts, ...]
    keep: KeepChoice
    who: str = ""
    consent: str = ""
    tuning: Tuning = PLAIN
    file_size: int | None = None
    file_mtime_ns: int | None = None

    def to_json(self) -> str:
        """Return one indented JSON object."""
        record = {"format": FORMAT, **asdict(self), "started": self.started.isoformat()}
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def model_facts(stamp: Stamp, path: Path) -> ModelFacts:
    """Return what is to be remembered of the model file at ``path``."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    temperature, threshold = stamp.temperature, stamp.threshold
    return ModelFacts(
        stamp.recogniser, stamp.kind, path.name, digest, threshold, temperature, stamp.trained
    )


def read_facts(path: Path) -> SessionFacts:
    """Read session.json; DataError where it is broken or of a later format."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return _facts_of(record, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} cannot be read ({error}): erase the session, or mend the file"
        ) from error


def _facts_of(record: Mapping[str, Any], path: Path) -> SessionFacts:
    fields = {**record}
    found = fields.pop("format")
    if found != FORMAT:
        raise DataError(
            f"{path} has format {found}, this program reads format {FORMAT}: use the program that "
            "recorded it"
        )
    return SessionFacts(
        **{
            **fields,
            "started": datetime.fromisoformat(fields["started"]),
            "models": tuple(ModelFacts(**model) for model in fields["models"]),
            "keep": KeepChoice(**fields["keep"]),
            "tuning": Tuning(**fields["tuning"]),
        }
    )
