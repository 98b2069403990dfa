"""The demo's room: a wall, a shelf, a window and somebody in a blue shirt, all drawn."""

from __future__ import annotations

import cv2
import numpy as np

from glyphcam.live.frame import Picture

SIZE_WH = (640, 480)
SKIN = (138, 168, 214)
_SHIRT = (120, 84, 52)


def drawn_room(rng: np.random.Generator) -> Picture:
    """Return the room (480, 640, 3) uint8 BGR."""
    wide, high = SIZE_WH
    shade = np.linspace(1.0, 0.78, wide, dtype=np.float32)[None, :, None]
    wall = np.array([168, 160, 146], np.float32) * shade * np.ones((high, 1, 1), np.float32)
    room = np.clip(wall + rng.normal(0, 1.5, (high, wide, 1)), 0, 255).astype(np.uint8)
    _window(room)
    _shelf(room, rng)
    _person(room)
    return cv2.GaussianBlur(room, (0, 0), 1.2)


def _window(room: Picture) -> None:
    cv2.rectangle(room, (28, 24), (170, 210), (120, 132, 140), -1)
    cv2.rectangle(room, (36, 32), (95, 202), (232, 214, 184), -1)
    cv2.rectangle(room, (103, 32), (162, 202), (226, 208, 180), -1)


def _shelf(room: Picture, rng: np.random.Generator) -> None:
    cv2.rectangle(room, (470, 150), (640, 162), (70, 96, 128), -1)
    left = 482
    while left < 620:
        wide, tall = int(rng.integers(10, 22)), int(rng.integers(50, 92))
        colour = tuple(int(v) for v in rng.integers(50, 170, 3))
        cv2.rectangle(room, (left, 150 - tall), (left + wide, 150), colour, -1)
        left += wide + 2


def _person(room: Picture) -> None:
    line = cv2.LINE_AA
    cv2.ellipse(room, (330, 520), (210, 220), 0, 180, 360, _SHIRT, -1, line)
    cv2.rectangle(room, (300, 220), (360, 330), (122, 150, 194), -1)
    cv2.ellipse(room, (330, 165), (66, 88), 0, 0, 360, SKIN, -1, line)
    cv2.ellipse(room, (330, 112), (74, 62), 0, 180, 360, (34, 44, 60), -1, line)
    for x in (304, 356):
        cv2.ellipse(room, (x, 160), (9, 5), 0, 0, 360, (44, 40, 40), -1, line)
    cv2.ellipse(room, (330, 212), (22, 8), 0, 0, 180, (92, 96, 160), 3, line)


def drawn_hand(picture: Picture, at_xy: tuple[int, int]) -> None:
    """Draw a hand that holds a card's lower edge at ``at_xy`` onto ``picture``."""
    x, y = at_xy
    cv2.ellipse(picture, (x, y + 74), (46, 62), 0, 0, 360, SKIN, -1, cv2.LINE_AA)
    cv2.ellipse(picture, (x, y + 190), (34, 100), 0, 0, 360, _SHIRT, -1, cv2.LINE_AA)
    for step, dark in ((-17, 0.94), (3, 1.0)):
        colour = tuple(round(v * dark) for v in SKIN)
        cv2.ellipse(
            picture, (x + step, y + 16), (11, 28), step / 2, 0, 360, colour, -1, cv2.LINE_AA
        )
