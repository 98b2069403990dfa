"""Hand or card, whichever is shown: a hand that holds a card is a card."""

from __future__ import annotations

from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Reading

_CARD_HOLD_S = 0.5
"""So long after a card was read the hand that held it is not taken for a sign."""


class AutoReader:
    """Reads the card where there is one with something on it, else the hand."""

    def __init__(self, hand: Reader, card: Reader) -> None:
        self._hand = hand
        self._card = card
        self._card_until_s: float | None = None

    def read(self, frame: Frame) -> Reading:
        """Read one frame of a running source."""
        card = self._card.read(frame)
        if card.text:
            self._card_until_s = frame.seconds + _CARD_HOLD_S
            return card
        if self._card_until_s is not None and frame.seconds <= self._card_until_s:
            return card
        self._card_until_s = None
        hand = self._hand.read(frame)
        return hand if hand.region is not None or hand.steady is not None else card

    def read_picture(self, image: Picture) -> Reading:
        """Read one still (h, w, 3) uint8 BGR by itself."""
        card = self._card.read_picture(image)
        if card.text:
            return card
        hand = self._hand.read_picture(image)
        return hand if hand.region is not None else card
