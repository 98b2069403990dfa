"""Steady answers: probabilities averaged over time, and labels that do not change for nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.prediction import Prediction

Average = NDArray[np.float32]
"""(k,) float32 probabilities, averaged over time."""


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How answers are steadied; times in seconds on the source's clock, the rest probabilities."""

    half_life_s: float = 0.3
    """After this long half of an old answer's weight is left."""
    glance_s: float = 0.05
    """The same for the quick average that tells when a new sign has settled."""
    settle_s: float = 0.25
    """A sure new label of the quick average takes over after this long."""
    margin: float = 0.25
    """An unsure one must be ahead of the shown label by so much in the slow average."""
    slack: float = 0.8
    """A sure answer stays sure down to this share of the threshold."""
    hold_s: float = 0.2
    """How long an answer outlives the hand: a few lost frames do not blank it."""


STEADINESS = Steadiness()


class Smoother:
    """Steadies the predictions of one hand, one update a frame."""

    def __init__(self, steadiness: Steadiness = STEADINESS) -> None:
        self._how = steadiness
        self._trail: _Trail | None = None

    def update(self, prediction: Prediction | None, seconds: float) -> Prediction | None:
        """Return the steadied answer at ``seconds``; None once nothing was seen for a while.

        Its probabilities are the averaged ones. While the shown label is being overtaken and not
        yet replaced both get the same, so that the confidence says there is a tie. A clock that
        goes back, a gap, or other labels begin anew.
        """
        trail = self._trail
        if trail is not None and not 0 <= seconds - trail.last_s <= self._how.hold_s:
            trail = None
        if prediction is None:
            self._trail = trail
            return None if trail is None else trail.shown
        if trail is None or trail.shown.labels != prediction.labels:
            self._trail = _Trail(prediction, seconds)
            return prediction
        self._trail = trail
        return trail.follow(prediction, seconds, self._how)


class _Trail:
    """What is remembered of one hand's answers since it came into view."""

    def __init__(self, first: Prediction, seconds: float) -> None:
        self.shown = first
        self.last_s = seconds
        self._slow: Average = first.probabilities.copy()
        self._quick: Average = first.probabilities.copy()
        self._held = int(first.probabilities.argmax())
        self._rival = self._held
        self._rival_since_s = seconds

    def follow(self, raw: Prediction, seconds: float, how: Steadiness) -> Prediction:
        """Take one more answer in and return what is shown."""
        elapsed_s = seconds - self.last_s
        self.last_s = seconds
        self._slow = _drawn_to(self._slow, raw.probabilities, elapsed_s / how.half_life_s)
        self._quick = _drawn_to(self._quick, raw.probabilities, elapsed_s / how.glance_s)
        self._watch_rival(raw.threshold * how.slack, seconds)
        if self._rival != self._held and seconds - self._rival_since_s >= how.settle_s:
            self._held, self._slow = self._rival, self._quick.copy()
        leader = int(self._slow.argmax())
        if self._slow[leader] - self._slow[self._held] > how.margin:
            self._held = leader
        threshold = raw.threshold * (1.0 if self.shown.is_unsure else how.slack)
        self.shown = Prediction(raw.labels, _with_first(self._slow, self._held), threshold)
        return self.shown

    def _watch_rival(self, enough: float, seconds: float) -> None:
        """Note since when the quick average has had enough of a label other than the shown one."""
        leader = int(self._quick.argmax())
        rival = leader if self._quick[leader] >= enough else self._held
        if rival != self._rival:
            self._rival, self._rival_since_s = rival, seconds


def _drawn_to(average: Average, new: Average, half_lives: float) -> Average:
    keep = 0.5**half_lives
    return (average * keep + new * (1 - keep)).astype(np.float32)


def _with_first(average: Average, held: int) -> Average:
    """Return the average, the held label made its largest by sharing with the one ahead of it."""
    leader = int(average.argmax())
    shared = average.copy()
    if leader != held:
        middle = (average[leader] + average[held]) / 2
        # One unit in the last place: argmax must find the held one, wherever it stands.
        shared[leader], shared[held] = middle, np.nextafter(middle, np.float32(1))
    return shared
