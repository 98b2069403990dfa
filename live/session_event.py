"""An event: what was read in one frame of a session, in plain numbers, on the film's clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.reading import Glyph, Reading, Region, Step
from glyphcam.live.spell_rule import SURELY
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Candidate, Prediction

TOP = 3
"""How many candidates of an answer are kept."""

Points = NDArray[np.float32]
"""(n, 2) or (n, 3) float32, picture pixels of the camera's own, un-mirrored picture."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A prediction as it is kept: its likeliest candidates, and whether it was sure."""

    top: tuple[Candidate, ...]
    threshold: float

    @property
    def label(self) -> str:
        """The likeliest label."""
        return self.top[0].label

    @property
    def confidence(self) -> float:
        """Its probability."""
        return self.top[0].probability

    @property
    def is_unsure(self) -> bool:
        """Whether the confidence is below the threshold."""
        return self.confidence < self.threshold


@dataclass(frozen=True, slots=True, eq=False)
class GlyphEvent:
    """One glyph on a card: its place (4, 2), the label it was given, and its own answer."""

    quad: Points
    label: str
    answer: Answer
    is_settled: bool = False
    alternative: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class HandEvent:
    """A hand's 21 landmarks (21, 3) px, and the probability that it is a right one."""

    landmarks: Points
    right: float


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box in picture pixels; ``x``, ``y`` is its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """``seconds`` on the film's clock; ``is_filmed`` is False where the film dropped the frame.

    ``frame`` is the source's own number; ``quad`` (4, 2) px the place read, None for none, in the
    camera's own picture of ``size_wh``. ``is_mirrored`` where the film as seen shows it mirrored.
    """

    frame: int
    seconds: float
    is_filmed: bool
    raw: Answer | None = None
    steady: Answer | None = None
    quad: Points | None = None
    hand: HandEvent | None = None
    glyphs: tuple[GlyphEvent, ...] = ()
    text: str | None = None
    hint: str | None = None
    notice: str | None = None
    size_wh: tuple[int, int] | None = None
    is_mirrored: bool = False

    @property
    def answer(self) -> str | None:
        """What was said, for sure: a card's text or the steadied letter; None where nothing was."""
        if self.glyphs or self.text is not None:
            return None if self.is_unsure else self.text
        return None if self.steady is None or self.steady.is_unsure else self.steady.label

    @property
    def confidence(self) -> float:
        """The steadied answer's confidence, on a card its least sure glyph's; 0 for nothing."""
        if self.glyphs:
            return min(glyph.answer.confidence for glyph in self.glyphs)
        return 0.0 if self.steady is None else self.steady.confidence

    @property
    def is_unsure(self) -> bool:
        """Whether something was seen that could not be read for sure."""
        if self.glyphs:
            return any(glyph.answer.is_unsure for glyph in self.glyphs)
        return self.steady is not None and self.steady.is_unsure

    @property
    def guess(self) -> str | None:
        """The likeliest letter of a hand at rest whose answer was unsure; None for all else."""
        steady = None if self.glyphs or self.text is not None else self.steady
        is_guess = steady is not None and steady.is_unsure and steady.threshold <= 1
        return steady.label if steady is not None and is_guess else None

    @property
    def raw_label(self) -> str | None:
        """What the frame itself said, sure or not; None for nothing."""
        return None if self.raw is None else self.raw.label

    @property
    def is_raw_sure(self) -> bool:
        """Whether the frame itself was very sure of what it said."""
        return self.raw is not None and self.raw.confidence >= SURELY

    @property
    def likeliest(self) -> str:
        """The likeliest answer, sure or not; empty for nothing."""
        if self.steady is not None:
            return self.steady.label
        return self.text or ""

    @property
    def is_card(self) -> bool:
        """Whether it is a card that was read."""
        return self.text is not None

    @property
    def box(self) -> Box | None:
        """The upright box round the place read, None for none."""
        if self.quad is None:
            return None
        (x, y), (right, bottom) = self.quad.min(axis=0).tolist(), self.quad.max(axis=0).tolist()
        return Box(round(x, 1), round(y, 1), round(right - x, 1), round(bottom - y, 1))


def event_of(
    step: Step,
    seconds: float,
    is_filmed: bool,
    has_landmarks: bool,
    is_mirrored: bool = False,
) -> Event:
    """Return what is kept of a step; the hand's landmarks only where they were asked for."""
    reading = step.reading
    region = reading.region
    hand = region.hand if region is not None and has_landmarks else None
    return Event(
        step.frame.index,
        seconds,
        is_filmed,
        _answer(reading.raw),
        _answer(reading.steady),
        None if region is None else region.quad,
        None if hand is None else HandEvent(hand.landmarks, hand.right),
        tuple(map(_glyph_event, reading.glyphs)),
        reading.text,
        reading.hint,
        step.frame.notice,
        (step.frame.image.shape[1], step.frame.image.shape[0]),
        is_mirrored,
    )


def reading_of(event: Event) -> Reading:
    """Return the reading as far as it was kept, to be drawn again."""
    hand = event.hand
    quad = event.quad
    found = None if hand is None else Hand(hand.landmarks, hand.landmarks, hand.right, 1.0)
    return Reading(
        None if quad is None else Region(quad, found),
        _prediction(event.raw),
        _prediction(event.steady),
        tuple(map(_glyph, event.glyphs)),
        event.text,
        event.hint,
    )


def _answer(prediction: Prediction | None) -> Answer | None:
    return None if prediction is None else Answer(prediction.top(TOP), prediction.threshold)


def _glyph_event(glyph: Glyph) -> GlyphEvent:
    answer = Answer(glyph.prediction.top(TOP), glyph.prediction.threshold)
    return GlyphEvent(glyph.quad, glyph.label, answer, glyph.is_settled, glyph.alternative)


def _glyph(kept: GlyphEvent) -> Glyph:
    prediction = Prediction(*_columns(kept.answer), kept.answer.threshold)
    return Glyph(kept.quad, prediction, kept.label, kept.is_settled, kept.alternative)


def _prediction(answer: Answer | None) -> Prediction | None:
    return None if answer is None else Prediction(*_columns(answer), answer.threshold)


def _columns(answer: Answer) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    labels = tuple(c.label for c in answer.top)
    return labels, np.array([c.probability for c in answer.top], np.float32)
