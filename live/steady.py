"""Steady answers: probabilities averaged over time, and labels that do not change for nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.hand_shape import shape_change
from glyphcam.models.hand import Landmarks
from glyphcam.models.prediction import Prediction

Average = NDArray[np.float32]
"""(k,) float32 probabilities, averaged over time."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an answer may give way; times in seconds on the source's clock."""

    half_life_s: float
    """After this long half of an old answer's weight is left."""
    settle_s: float
    """A label that the quick average was sure of for so long takes over at once."""
    margin: float
    """Any other must be ahead of the shown label by so much averaged probability."""


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How answers are steadied: fast once the hand has changed its shape, slowly while it rests.

    A letter cannot become another one while the hand rests: what changes then is doubt. Over the
    clips a held letter, whose frames alone change 73 times a minute, does not change at all, and a
    new one shows after a third of a second at most (benchmarks/steady.json).
    """

    moved: Pace = Pace(half_life_s=0.3, settle_s=0.2, margin=0.15)
    resting: Pace = Pace(half_life_s=2.0, settle_s=1.0, margin=0.25)
    moved_from: float = 0.15
    """A hand whose shape is so far from that at rest has moved, see hand_shape.py."""
    glance_s: float = 0.05
    """The half-life of the quick average, which tells when a new sign has settled."""
    slack: float = 0.8
    """A sure answer stays sure, and a new one is sure enough, from this share of the threshold."""
    hold_s: float = 0.2
    """How long an answer outlives the hand: a few lost frames do not blank it."""


STEADINESS = Steadiness()


class Smoother:
    """Steadies the predictions of one hand, one update a frame."""

    def __init__(self, steadiness: Steadiness = STEADINESS) -> None:
        self._how = steadiness
        self._trail: _Trail | None = None

    def update(
        self, prediction: Prediction | None, seconds: float, shape: Landmarks | None = None
    ) -> Prediction | None:
        """Return the steadied answer at ``seconds``; None once nothing was seen for a while.

        ``shape`` is the hand's, (21, 3), where there is one. The probabilities are the averaged
        ones. While the shown label is being overtaken and not yet replaced both get the same, so
        that the confidence says there is a tie. A clock that goes back, a gap, or other labels
        begin anew.
        """
        trail = self._trail
        if trail is not None and not 0 <= seconds - trail.last_s <= self._how.hold_s:
            trail = None
        if prediction is not None and trail is not None:
            trail = trail if trail.shown.labels == prediction.labels else None
        self._trail = trail
        if prediction is None:
            return None if trail is None else trail.shown
        if trail is None:
            self._trail = _Trail(prediction, seconds, shape)
            return prediction
        return trail.follow(prediction, seconds, shape, self._how)


class _Trail:
    """What is remembered of one hand's answers since it came into view."""

    def __init__(self, first: Prediction, seconds: float, shape: Landmarks | None) -> None:
        self.shown = first
        self.last_s = seconds
        self._since_s = seconds
        self._rest = shape
        self._is_free = shape is None
        self._slow: Average = first.probabilities.copy()
        self._quick: Average = first.probabilities.copy()
        self._held = int(first.probabilities.argmax())
        self._leader = self._held
        self._led_since_s = seconds

    def follow(
        self, raw: Prediction, seconds: float, shape: Landmarks | None, how: Steadiness
    ) -> Prediction:
        """Take one more answer in and return what is shown."""
        self._is_free = self._is_free or _has_moved(self._rest, shape, how.moved_from)
        pace = how.moved if self._is_free else how.resting
        elapsed_s, self.last_s = seconds - self.last_s, seconds
        age_s = seconds - self._since_s
        self._slow = _drawn_to(self._slow, raw.probabilities, elapsed_s, pace.half_life_s, age_s)
        self._quick = _drawn_to(self._quick, raw.probabilities, elapsed_s, how.glance_s, age_s)
        if self._has_settled(raw.threshold, seconds, how.slack, pace.settle_s):
            self._take_over(raw.threshold)
            # A frame that reads otherwise is the first of a new sign: the hand does not rest in it.
            if raw.label == raw.labels[self._leader] and not raw.is_unsure:
                self._rest, self._is_free = shape, shape is None
        self._overtake(pace.margin * min(1.0, age_s / how.moved.half_life_s))
        threshold = raw.threshold * (1.0 if self.shown.is_unsure else how.slack)
        self.shown = Prediction(raw.labels, _with_first(self._slow, self._held), threshold)
        return self.shown

    def _has_settled(self, threshold: float, seconds: float, slack: float, settle_s: float) -> bool:
        """Whether the quick average has been sure of one label, the shown or another, so long."""
        leader = int(self._quick.argmax())
        is_sure = self._quick[leader] >= threshold * (1.0 if leader == self._held else slack)
        if leader != self._leader or not is_sure:
            self._leader, self._led_since_s = leader, seconds
        return seconds - self._led_since_s >= settle_s

    def _take_over(self, threshold: float) -> None:
        """Give the place to the settled label, with an average of its own where it needs one."""
        if self._leader != self._held or self._slow[self._leader] < threshold:
            self._held, self._slow = self._leader, self._quick.copy()
            self._since_s = self._led_since_s

    def _overtake(self, margin: float) -> None:
        """Give the place to a label that is far enough ahead in the slow average."""
        leader = int(self._slow.argmax())
        if self._slow[leader] - self._slow[self._held] > margin:
            self._held = leader


def _has_moved(rest: Landmarks | None, shape: Landmarks | None, least: float) -> bool:
    """Whether the hand has another shape than where it rested; one that is not known always has."""
    return rest is None or shape is None or shape_change(shape, rest) >= least


def _drawn_to(
    average: Average, new: Average, elapsed_s: float, half_life_s: float, age_s: float
) -> Average:
    """Return the average with ``new`` taken in: a plain mean until it is as old as its memory."""
    share = max(1 - 0.5 ** (elapsed_s / half_life_s), elapsed_s / (age_s + elapsed_s))
    return (average * (1 - share) + new * share).astype(np.float32)


def _with_first(average: Average, held: int) -> Average:
    """Return the average, the held label made its largest by sharing with the one ahead of it."""
    leader = int(average.argmax())
    shared = average.copy()
    if leader != held:
        middle = (average[leader] + average[held]) / 2
        # One unit in the last place: argmax must find the held one, wherever it stands.
        shared[leader], shared[held] = middle, np.nextafter(middle, np.float32(1))
    return shared
