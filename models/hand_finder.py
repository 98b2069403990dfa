"""Hands in a picture: one look as MediaPipe's, and wider ones before a hand is called absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.hand import Hand
from glyphcam.models.hand_landmarks import HandLandmarks
from glyphcam.models.hand_picture import HandPicture, hand_picture
from glyphcam.models.hand_region import HandRegion, region_of_landmarks
from glyphcam.models.palm_detector import PalmDetector
from glyphcam.models.session import open_session

PRESENCE = 0.5
"""A hand of a lower score is none: MediaPipe's own threshold."""

SURE = 0.85
"""What a first sight needs: ears and eyes taken for hands score up to 0.79, hands mostly 0.95."""

_TURNS = (0.0, -0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Look:
    """One search for palms: the picture padded by a share of itself, palms above a threshold."""

    padding: float
    palm_threshold: float


PLAIN = Look(padding=0.0, palm_threshold=0.5)
PADDED = Look(padding=0.5, palm_threshold=0.5)
"""A hand that fills the picture is too large for the palm network until there is room round it."""

_EAGER = Look(padding=0.5, palm_threshold=0.2)


class HandFinder:
    """Both hand networks, opened once; one finder is used by one thread at a time."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the networks of ``folder``, by default the shipped ones; ModelError if broken."""
        models = folder or Path(__file__).parent
        self._palms = PalmDetector(open_session(models / "palm_detection.onnx"))
        self._landmarks = HandLandmarks(open_session(models / "hand_landmark.onnx"))

    def find(self, image: NDArray[np.uint8], is_thorough: bool = False) -> tuple[Hand, ...]:
        """Return the hands of a still picture, the most prominent first, or none.

        ``image`` uint8: grey, BGR or BGRA, of any size; PictureError otherwise. A thorough search
        looks at every hand twice, and up to three ways before it says that there is none.
        """
        picture = hand_picture(image)
        hands = self._thorough(picture) if is_thorough else self._look(picture, PLAIN)
        return tuple(picture.in_original(hand) for hand in hands)

    def look(self, image: NDArray[np.uint8], look: Look) -> tuple[Hand, ...]:
        """Return what one search finds in ``image``, the most prominent first."""
        picture = hand_picture(image)
        return tuple(picture.in_original(hand) for hand in self._look(picture, look))

    def follow(self, image: NDArray[np.uint8], last: Hand) -> Hand | None:
        """Return the hand that was ``last`` a frame ago, or None where it has gone."""
        hand = self._landmarks.read(_bgr(image), region_of_landmarks(last.landmarks))
        return hand if hand.score >= PRESENCE else None

    def _look(self, picture: HandPicture, look: Look) -> tuple[Hand, ...]:
        wide = picture.padded(look.padding) if look.padding else picture
        palms = self._palms.detect(wide.image, look.palm_threshold)
        found = [self._landmarks.read(wide.image, palm.region) for palm in palms]
        moved = HandPicture(wide.image, margin=wide.margin - picture.margin)
        return prominent_first([moved.in_original(hand) for hand in found])

    def _thorough(self, picture: HandPicture) -> tuple[Hand, ...]:
        """Return the sure hands of the first look that has any.

        Of crops at most 128 px wide, one look found 83 in a hundred (of 500), all three 99.7 (of
        9,310). In 168 pictures without a hand none passed; benchmarks/hand_finder.py repeats it.
        """
        for look in (PLAIN, _EAGER):
            again = [self._reread(picture, hand) for hand in self._look(picture, look)]
            if sure := prominent_first([hand for hand in again if hand.score >= SURE]):
                return sure
        return self._whole(picture)

    def _whole(self, picture: HandPicture) -> tuple[Hand, ...]:
        """Return the one hand that the whole picture shows, if it surely is one."""
        height, width = picture.image.shape[:2]
        side = max(height, width) * 1.1
        squares = [HandRegion(width / 2, height / 2, side, turn) for turn in _TURNS]
        tries = [self._landmarks.read(picture.image, square) for square in squares]
        hand = self._reread(picture, max(tries, key=lambda each: each.score))
        hand, first = self._reread(picture, hand), hand
        return (hand,) if min(first.score, hand.score) >= SURE else ()

    def _reread(self, picture: HandPicture, hand: Hand) -> Hand:
        return self._landmarks.read(picture.image, region_of_landmarks(hand.landmarks))


def prominent_first(hands: Iterable[Hand]) -> tuple[Hand, ...]:
    """Return the hands that are ones, the largest and surest first, none of them twice."""
    kept: list[Hand] = []
    for hand in sorted(hands, key=prominence, reverse=True):
        if hand.score >= PRESENCE and not any(is_same_hand(hand, other) for other in kept):
            kept.append(hand)
    return tuple(kept)


def prominence(hand: Hand) -> float:
    """Return the hand's longer side in pixels times its score: the signing hand is near."""
    return float(np.ptp(hand.landmarks[:, :2], axis=0).max()) * hand.score


def is_same_hand(one: Hand, other: Hand) -> bool:
    """Return whether the landmarks lie on each other, to a quarter of the hand's size."""
    gap = np.linalg.norm(one.landmarks[:, :2] - other.landmarks[:, :2], axis=1).mean()
    size = np.ptp(one.landmarks[:, :2], axis=0).max()
    return bool(gap < 0.25 * size)


def _bgr(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image if image.ndim == 3 and image.shape[2] == 3 else hand_picture(image).image
