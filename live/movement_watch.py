"""The letters that move: watches a followed hand's last seconds and says when J or Z was drawn."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.hand_shape import hand_shape, shape_change
from glyphcam.models.hand import Hand, Landmarks
from glyphcam.models.movement import MOVEMENTS, MovementNetwork
from glyphcam.models.movement_window import LENGTHS_S, windows
from glyphcam.models.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Watching:
    """Times in seconds on the source's clock, distances in palm lengths."""

    shown_s: float = 0.75
    """So long a drawn letter is shown, whatever follows."""
    longest_s: float = 3.0
    """And so long while the hand rests as the movement left it: a J ends in a hand like an I's."""
    settle_s: float = 0.45
    """After this long the hand has come to rest."""
    rest: float = 0.2
    """A hand whose shape is so far from that at rest does something new, see hand_shape.py."""
    twice_s: float = 0.05
    """The network must be sure for so long: one frame may be a slip of the tracker."""
    least_s: float = 0.4
    """A hand must have been followed so long before anything is looked for."""
    lost_s: float = 0.5
    """A hand lost for so long is another one afterwards."""
    still: float = 0.35
    """Where no point of the last second went further than this, nothing was drawn."""
    still_s: float = 0.9


WATCHING = Watching()


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A letter drawn: its column of MOVEMENTS, its probabilities (3,), when it was seen."""

    label: str
    probabilities: NDArray[np.float32]
    seconds: float


class MovementWatch:
    """Follows one hand; `shown` once a frame gives the drawn letter while there is one."""

    def __init__(self, network: MovementNetwork, how: Watching = WATCHING) -> None:
        self._network = network
        self._how = how
        self._trail: deque[tuple[float, Hand]] = deque()
        self._sure_since_s: float | None = None
        self._drawn: Drawn | None = None
        self._resting: Landmarks | None = None

    def shown(
        self, hand: Hand | None, seconds: float, steady: Prediction | None
    ) -> Prediction | None:
        """Return ``steady``, or in its place the letter just drawn; time going back forgets all."""
        if self._trail and seconds < self._trail[-1][0]:
            self.forget()
        if hand is not None:
            self._take(hand, seconds)
        elif self._trail and seconds - self._trail[-1][0] > self._how.lost_s:
            self._trail.clear()
        if self._drawn is not None and not self._is_over(self._drawn, hand, seconds):
            return with_drawn(self._drawn, steady, self._network.stamp.threshold)
        self._drawn = None
        return steady

    def forget(self) -> None:
        """Begin anew."""
        self._trail.clear()
        self._drawn = self._sure_since_s = self._resting = None

    def _take(self, hand: Hand, seconds: float) -> None:
        if self._trail and seconds - self._trail[-1][0] > self._how.lost_s:
            self._trail.clear()
        self._trail.append((seconds, hand))
        while seconds - self._trail[0][0] > LENGTHS_S[-1]:
            self._trail.popleft()
        answer = self._answer(seconds)
        label = int(answer[1:].argmax()) + 1
        if answer[label] < self._network.stamp.threshold:
            self._sure_since_s = None
            return
        if self._sure_since_s is None:
            self._sure_since_s = seconds
        if seconds - self._sure_since_s >= self._how.twice_s:
            self._drawn = Drawn(MOVEMENTS[label - 1], answer, seconds)
            self._sure_since_s = self._resting = None
            self._trail.clear()

    def _answer(self, seconds: float) -> NDArray[np.float32]:
        """Return the probabilities (3,) of the window that is surest of a letter."""
        nothing = np.array([1, 0, 0], np.float32)
        if seconds - self._trail[0][0] < self._how.least_s:
            return nothing
        times = np.array([each for each, _ in self._trail])
        track = right_handed_track([hand for _, hand in self._trail])
        if self._is_still(track[times >= seconds - self._how.still_s]):
            return nothing
        followed_s = seconds - times[0] + self._how.least_s
        lengths_s = [each for each in LENGTHS_S if each <= followed_s]
        rows = self._network.probabilities(windows(times, track, seconds, lengths_s))
        return rows[int(rows[:, 1:].max(axis=1).argmax())]

    def _is_still(self, track: NDArray[np.float32]) -> bool:
        palm = float(np.linalg.norm(track[-1, [5, 9, 13, 17]] - track[-1, 0], axis=-1).mean())
        return float(np.ptp(track[..., :2], axis=0).max()) < self._how.still * palm

    def _is_over(self, drawn: Drawn, hand: Hand | None, seconds: float) -> bool:
        """Whether the drawn letter has been shown long enough, or the hand goes on."""
        age_s = seconds - drawn.seconds
        if age_s < self._how.settle_s or hand is None:
            return age_s > self._how.shown_s
        if self._resting is None:
            self._resting = hand_shape(hand)
        is_resting = shape_change(self._resting, hand_shape(hand)) < self._how.rest
        return age_s > (self._how.longest_s if is_resting else self._how.shown_s)


def right_handed_track(hands: list[Hand]) -> NDArray[np.float32]:
    """Return landmarks (f, 21, 3) px over time, mirrored where the hand is mostly a left one."""
    track = np.stack([hand.landmarks for hand in hands])
    if float(np.mean([hand.right for hand in hands])) >= 0.5:
        return track
    return (track * np.array([-1, 1, 1], np.float32)).astype(np.float32)


def with_drawn(drawn: Drawn, steady: Prediction | None, threshold: float) -> Prediction:
    """Return a prediction over the still letters and those that move, the drawn one first.

    What the movement network leaves to no movement is shared as the still letters' network would.
    """
    still = {} if steady is None else dict(zip(steady.labels, steady.probabilities, strict=True))
    shares = {label: float(p * drawn.probabilities[0]) for label, p in still.items()}
    shares |= dict(zip(MOVEMENTS, map(float, drawn.probabilities[1:]), strict=True))
    labels = tuple(sorted(shares))
    return Prediction(labels, np.array([shares[each] for each in labels], np.float32), threshold)
