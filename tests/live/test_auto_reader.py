"""Hand or card, whichever is shown: a real hand signs, then holds a card up."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from glyphcam.live.demo_card import written_card
from glyphcam.live.frame import Frame
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reading import Reading

FPS = 30
SHOWN_S = 0.8


def pictures(clip: Path) -> list[np.ndarray]:
    film = cv2.VideoCapture(str(clip))
    found = []
    while len(found) < round(SHOWN_S * FPS):
        is_there, picture = film.read()
        assert is_there
        found.append(picture)
    return found


def holding(picture: np.ndarray) -> np.ndarray:
    """The same hand with a card before it, tilted, its lower edge behind the thumb's place."""
    card = written_card("FOX", np.random.default_rng(2))
    high, wide = card.shape[:2]
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    quad = np.array([[60, 70], [350, 50], [355, 205], [65, 220]], np.float32)
    shown = picture.copy()
    warp = cv2.getPerspectiveTransform(flat, quad)
    size_wh = (shown.shape[1], shown.shape[0])
    cv2.warpPerspective(card, warp, size_wh, shown, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return cv2.GaussianBlur(shown, (0, 0), 0.6)


def test_a_hand_signs_and_then_holds_a_card(data: Path) -> None:
    hand = pictures(data / "clips" / "lolzorus_SIGN.mp4")
    reader = open_reader(ReaderChoice("auto"))
    readings: list[Reading] = []
    for index, picture in enumerate([*hand, *map(holding, hand)]):
        readings.append(reader.read(Frame(picture, index, index / FPS)))
    sign, card = readings[len(hand) - 1], readings[-1]
    assert sign.region is not None
    assert sign.region.hand is not None
    assert sign.steady is not None
    assert sign.steady.label == "S"
    assert sign.text is None
    assert card.text == "FOX"
    assert card.region is not None
    assert card.region.hand is None
