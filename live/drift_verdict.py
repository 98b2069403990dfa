"""What drifts, and what to do about it, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from glyphcam.live.drift_measure import Measure
from glyphcam.models.training_reference import Range, TrainingReference

NEWEST = 3
"""So many of the last sessions are "now"; those before them are "before"."""

MUCH_UNSURE = 0.35
"""From this share of unsure frames on something is wrong; on films of fluent spelling, where each
change of letter is unsure for a moment, it is below."""

RISE = 0.15
"""The unsure share has risen, or the confidence fallen, if by so much since before."""

FAR_OUT = 0.15
"""So much beyond nine sources in ten, of the bound itself, is outside what was trained on."""


class Advice(Enum):
    """What to do."""

    CAMERA = "check the camera: glyphcam calibrate camera"
    NEARER = "come nearer to the camera"
    ENROL = "enrol again: glyphcam enrol --user NAME"
    REVIEW = "look at what was doubtful: glyphcam live --queue, then glyphcam review"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in words, and what to do about it."""

    words: str
    advice: Advice


@dataclass(frozen=True, slots=True)
class Drift:
    """The newest sessions of one recogniser against those before and the training data."""

    recogniser: str
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]


def drift_of(
    recogniser: str, measures: Sequence[Measure], reference: TrainingReference | None
) -> Drift:
    """Judge the sessions of one recogniser, at least one, the oldest first."""
    now, before = measures[-NEWEST:], measures[:-NEWEST]
    found = [*_light(now, reference), *_size(now, reference)]
    is_seen_well = not found
    found += _sureness(now, before, is_seen_well, is_hand=now[-1].hand_px is not None)
    return Drift(recogniser, tuple(measures), tuple(found))


def _light(now: Sequence[Measure], reference: TrainingReference | None) -> list[Finding]:
    value = _median([one.brightness for one in now])
    usual = None if reference is None else reference.brightness
    if value is None or usual is None:
        return []
    word = _outside(value, usual, "darker", "brighter")
    if not word:
        return []
    told = f"the hand is {word} than in the training data ({value:.0f}, usual {_in_words(usual)})"
    return [Finding(told, Advice.CAMERA)]


# A larger hand is no trouble: landmarks have no size, and films of hands twice as large as most of
# the training data's are read as well.
def _size(now: Sequence[Measure], reference: TrainingReference | None) -> list[Finding]:
    value = _median([one.hand_px for one in now])
    usual = None if reference is None else reference.hand_px
    if value is None or usual is None:
        return []
    if _outside(value, usual, "smaller", "") != "smaller":
        return []
    told = f"the hand is smaller than in the training data ({value:.0f} px, {_in_words(usual)})"
    return [Finding(told, Advice.NEARER)]


def _sureness(
    now: Sequence[Measure], before: Sequence[Measure], is_seen_well: bool, *, is_hand: bool
) -> list[Finding]:
    """Blame the hand's owner only where light and size are as they should be."""
    advice = Advice.ENROL if is_seen_well and is_hand else Advice.REVIEW
    found = []
    unsure = float(np.median([one.unsure for one in now]))
    if unsure >= MUCH_UNSURE:
        found.append(Finding(f"{unsure:.0%} of the answers are unsure", advice))
    if before:
        was = float(np.median([one.unsure for one in before]))
        if unsure - was >= RISE and unsure < MUCH_UNSURE:
            told = f"{unsure:.0%} of the answers are unsure, before it was {was:.0%}"
            found.append(Finding(told, advice))
        sure = float(np.median([one.confidence for one in now]))
        was_sure = float(np.median([one.confidence for one in before]))
        if was_sure - sure >= RISE:
            found.append(
                Finding(f"the confidence has fallen from {was_sure:.0%} to {sure:.0%}", advice)
            )
    return found


def _outside(value: float, usual: Range, below: str, above: str) -> str:
    if value < usual.low * (1 - FAR_OUT):
        return below
    return above if value > usual.high * (1 + FAR_OUT) else ""


def _in_words(usual: Range) -> str:
    return f"{usual.low:.0f} to {usual.high:.0f}"


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None
