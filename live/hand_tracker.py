"""One hand followed from frame to frame: the signing one, and not another person's."""

from __future__ import annotations

from typing import Protocol

from glyphcam.live.frame import Picture
from glyphcam.live.hand_choice import continued, hand_size, is_resting, signing_hand
from glyphcam.live.steady_side import SteadySide
from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import PADDED, PLAIN, SURE, Look

KEPT_S = 0.5
"""How long a lost hand is waited for before another one may be followed."""

_GLANCE_S = 0.5

_SHRUNK = 0.85
_LARGEST_S = 1.0
"""Seconds in which the largest size of late counts half as much."""


class Finder(Protocol):
    """What the tracker needs of `HandFinder`."""

    def look(self, image: Picture, look: Look) -> tuple[Hand, ...]:
        """Return the hands that one search finds."""
        ...

    def follow(self, image: Picture, last: Hand) -> Hand | None:
        """Return the hand that was ``last`` a frame ago."""
        ...


class HandTracker:
    """Follows the signing hand.

    The landmark network follows it from its last landmarks, so that nothing else in view can
    take its place. Once lost, it is looked for with the palm network, every other time in the
    padded picture; for half a second only a hand near the lost one will do, then the largest
    and most raised. While the followed hand rests at the lower edge of the picture, a glance
    every half second goes over to a hand that has been raised.
    """

    def __init__(self, finder: Finder, kept_s: float = KEPT_S) -> None:
        self._finder = finder
        self._kept_s = kept_s
        self._side = SteadySide()
        self._last: Hand | None = None
        self._is_seen = False
        self._seen_s = self._glanced_s = float("-inf")
        self._looks = 0
        self._largest = 0.0

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Return the followed hand in ``image``, or None; ``seconds`` on the source's clock.

        Time that runs backwards, as when a film begins again, forgets the hand.
        """
        if seconds < self._seen_s:
            self._forget()
        hand = self._followed(image, seconds) or self._found(image, seconds)
        self._is_seen = hand is not None
        if hand is None:
            return None
        self._last, self._seen_s = hand, seconds
        return self._side.steadied(hand, seconds)

    def _followed(self, image: Picture, seconds: float) -> Hand | None:
        if self._last is None or not self._is_seen:
            return None
        hand = self._finder.follow(image, self._last)
        if hand is None:
            return None
        if is_resting(hand, image.shape[0]):
            return self._raised(image, hand, seconds)
        return self._whole(image, hand, seconds)

    def _whole(self, image: Picture, hand: Hand, seconds: float) -> Hand:
        """Return the hand, found anew where it has shrunk: a finger may lie outside its region.

        The region to look in comes from the last landmarks; once they miss the little finger of
        an I it stays outside for good, and an I at the picture's edge was read as S for seconds.
        """
        size = hand_size(hand)
        self._largest = max(size, self._largest * 0.5 ** ((seconds - self._seen_s) / _LARGEST_S))
        if size > _SHRUNK * self._largest:
            return hand
        again = continued(hand, _sure(self._finder.look(image, PADDED)), 0.0)
        return hand if again is None or again.score < hand.score else again

    def _raised(self, image: Picture, hand: Hand, seconds: float) -> Hand:
        """Return another hand in view that is raised, else ``hand``, which rests."""
        if seconds - self._glanced_s < _GLANCE_S:
            return hand
        self._glanced_s = seconds
        hands = self._look(image)
        raised = [each for each in _sure(hands) if not is_resting(each, image.shape[0])]
        chosen = signing_hand(raised, image.shape[0])
        if chosen is None:
            return hand
        self._side.forget()
        return chosen

    def _found(self, image: Picture, seconds: float) -> Hand | None:
        """Return the lost hand found again, or, once it was waited for, the signing one."""
        hands = self._look(image)
        lost_s = seconds - self._seen_s
        if self._last is not None and lost_s <= self._kept_s:
            return continued(self._last, hands, lost_s)
        self._forget()
        return signing_hand(_sure(hands), image.shape[0])

    def _look(self, image: Picture) -> tuple[Hand, ...]:
        """Return the hands of one search; plain and padded take turns, at the cost of one."""
        self._looks += 1
        return self._finder.look(image, PLAIN if self._looks % 2 else PADDED)

    def _forget(self) -> None:
        self._last = None
        self._side.forget()
        self._seen_s = self._glanced_s = float("-inf")
        self._largest = 0.0


def _sure(hands: tuple[Hand, ...]) -> list[Hand]:
    """Return those that may be followed though none was before: what looks like an ear is not."""
    return [hand for hand in hands if hand.score >= SURE]
