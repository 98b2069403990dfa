"""What the review queue says of drift: how often the model was wrong where a person looked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glyphcam.calibration.review_file import queue_path
from glyphcam.calibration.review_store import ReviewStore


@dataclass(frozen=True, slots=True)
class QueueWord:
    """Of ``items`` doubtful readings ``answered`` were looked at and ``corrected`` were wrong."""

    recogniser: str
    items: int
    answered: int
    corrected: int


def queue_word(folder: Path | None, recogniser: str) -> QueueWord | None:
    """Return what the queue holds of a recogniser; None where there is no queue or nothing."""
    if not queue_path(folder).is_file():
        return None
    with ReviewStore.open(folder) as store:
        counts = store.counts(recogniser)
        found = store.corrections(recogniser, has_not_a_sign=True)
    if not counts.items:
        return None
    wrong = int((found.labels != found.guesses).sum())
    return QueueWord(recogniser, counts.items, counts.answered, wrong)
