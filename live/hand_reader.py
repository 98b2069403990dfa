"""The hand reader: follow the signing hand, read its letter, steady the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.hand_shape import hand_shape
from glyphcam.live.letter_gate import LetterGate
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.live.reading import NOTHING, Reading, Region
from glyphcam.live.spell_habits import Habits
from glyphcam.live.steady import Smoother
from glyphcam.models.hand import Hand
from glyphcam.models.network import Network
from glyphcam.models.observation import observe_hand
from glyphcam.models.patch import hand_square
from glyphcam.models.prediction import Prediction


class Tracker(Protocol):
    """Follows one hand from frame to frame."""

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Return the followed hand in this frame, or None."""
        ...


FindStill = Callable[[Picture], tuple[Hand, ...]]
"""Finds the hands of one still picture, the most certain first."""


class HandReader:
    """Reads ASL letters off the one hand its tracker follows.

    With ``gate`` a hand on its way from sign to sign, or unlike every letter, is refused;
    with ``movement`` a J or Z that was drawn is the steadied answer for a moment; with
    ``habits`` answers are what they mean when this person shows them.
    """

    def __init__(
        self,
        tracker: Tracker,
        find_still: FindStill,
        network: Network,
        smoother: Smoother,
        gate: LetterGate | None = None,
        movement: MovementWatch | None = None,
    ) -> None:
        self.habits: Habits | None = None
        self._tracker = tracker
        self._find_still = find_still
        self._network = network
        self._smoother = smoother
        self._gate = gate
        self._movement = movement

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source."""
        hand = self._tracker.track(frame.image, frame.seconds)
        if hand is None:
            if self._gate is not None:
                self._gate.forget()
            steady = self._smoother.update(None, frame.seconds)
            return Reading(steady=self._drawn(None, frame.seconds, steady))
        [raw] = self._network.recognise([observe_hand(frame.image, hand)])
        if self.habits is not None:
            raw = self.habits.seen(raw, frame.seconds)
        shape = hand_shape(hand)
        steady = self._smoother.update(raw, frame.seconds, shape)
        if self._gate is not None:
            steady = self._gate.shown(shape, frame.seconds, raw, steady)
        return Reading(_region(hand), raw, self._drawn(hand, frame.seconds, steady))

    def read_picture(self, image: Picture) -> Reading:
        """Read one still by itself."""
        hands = self._find_still(image)
        if not hands:
            return NOTHING
        [raw] = self._network.recognise([observe_hand(image, hands[0])])
        answer = raw if self._gate is None else self._gate.still(raw)
        return Reading(_region(hands[0]), raw, answer)

    def _drawn(
        self, hand: Hand | None, seconds: float, steady: Prediction | None
    ) -> Prediction | None:
        return steady if self._movement is None else self._movement.shown(hand, seconds, steady)


def _region(hand: Hand) -> Region:
    return Region(hand_square(hand.landmarks), hand)
