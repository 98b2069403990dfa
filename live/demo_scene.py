"""The demo: cards held up one after the other before a drawn room, as frames of a source."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.demo_card import written_card
from glyphcam.live.demo_room import SIZE_WH, drawn_hand, drawn_room
from glyphcam.live.frame import Frame, Picture

WORDS = ("HELLO", "CARD", "2026", "GLYPH")
"""What the cards say, in their order."""

FPS = 30.0
SHOWN_S = 3.2
"""How long each card is held up, coming and going included."""

_MOVE_S = 0.45
_CARD_WIDTH_PX = 380.0


class DemoSource:
    """The scene as a source of frames, the same every time it is entered."""

    name = "demo"
    is_live = False
    dropped = 0
    rate_hz = FPS
    size_wh = SIZE_WH

    def __init__(self, words: tuple[str, ...] = WORDS, seed: int = 7) -> None:
        self.count = round(len(words) * SHOWN_S * FPS)
        self._words = words
        self._seed = seed
        self._frames: Iterator[Frame] = iter(())

    def __enter__(self) -> DemoSource:
        """Write the cards and draw the room."""
        self._frames = self._play(np.random.default_rng(self._seed))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the scene."""
        self._frames = iter(())

    def __iter__(self) -> Iterator[Frame]:
        """Go on with the next frame."""
        return self._frames

    def _play(self, rng: np.random.Generator) -> Iterator[Frame]:
        room = drawn_room(rng)
        cards = [written_card(word, rng) for word in self._words]
        noise = rng.normal(0, 2.2, (8, SIZE_WH[1], SIZE_WH[0], 1)).astype(np.int8)
        for index in range(self.count):
            seconds = index / FPS
            card = cards[min(int(seconds / SHOWN_S), len(cards) - 1)]
            picture = _scene(room, card, seconds)
            grainy = cv2.add(picture, np.repeat(noise[index % 8], 3, axis=2), dtype=cv2.CV_8U)
            yield Frame(np.asarray(grainy, np.uint8), index, seconds)


def _scene(room: Picture, card: Picture, seconds: float) -> Picture:
    quad = card_quad(seconds, (card.shape[1], card.shape[0]))
    high, wide = card.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, quad)
    picture = room.copy()
    cv2.warpPerspective(card, warp, SIZE_WH, picture, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    low = quad[3] + (quad[2] - quad[3]) * 0.62
    drawn_hand(picture, (int(low[0]), int(low[1]) + 4))
    lit = cv2.multiply(picture, _light(seconds), dtype=cv2.CV_8U)
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), 0.7), np.uint8)


def card_quad(seconds: float, card_wh: tuple[int, int]) -> NDArray[np.float32]:
    """Return the card's corners (4, 2) float32 px at ``seconds``: it comes from below and sways."""
    own = seconds % SHOWN_S
    away = max(0.0, 1 - own / _MOVE_S) + max(0.0, 1 - (SHOWN_S - own) / _MOVE_S)
    roll = np.radians(9 * np.sin(1.9 * seconds))
    yaw = np.radians(20 * np.sin(1.3 * seconds + 1))
    scale = _CARD_WIDTH_PX / max(card_wh)
    wide, high = card_wh[0] * scale / 2, card_wh[1] * scale / 2
    flat = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]])
    x = flat[:, 0] * np.cos(roll) - flat[:, 1] * np.sin(roll)
    y = flat[:, 0] * np.sin(roll) + flat[:, 1] * np.cos(roll)
    depth = 1000.0 / (1000.0 - x * np.sin(yaw))
    middle = (320 + 26 * np.sin(0.9 * seconds), 265 + 12 * np.cos(1.7 * seconds) + 420 * away**2)
    placed = np.stack([x * np.cos(yaw) * depth + middle[0], y * depth + middle[1]], axis=1)
    return placed.astype(np.float32)


def _light(seconds: float) -> NDArray[np.float32]:
    """The light (480, 640, 3) float32: a soft shadow that wanders across."""
    xs = np.linspace(-1, 1, SIZE_WH[0], dtype=np.float32)[None]
    ys = np.linspace(-1, 1, SIZE_WH[1], dtype=np.float32)[:, None]
    edge = xs + 0.4 * ys - np.float32(np.sin(0.5 * seconds))
    light = 1.04 - 0.22 / (1 + np.exp(-5 * edge)) + 0.06 * ys
    return np.repeat(light[..., None].astype(np.float32), 3, axis=2)
