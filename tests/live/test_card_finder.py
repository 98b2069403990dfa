"""Cards are found where they are held, and nothing is found where there is none."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.card_finder import QUICK, THOROUGH, Look, find_cards
from glyphcam.live.card_quads import Quad, overlap
from glyphcam.live.card_tracker import CardTracker
from glyphcam.live.demo_card import written_card
from glyphcam.live.demo_room import drawn_room

RNG = np.random.default_rng(3)
ROOM = drawn_room(RNG)
CARD = written_card("KX", RNG)
HIGH, WIDE = CARD.shape[:2]


def placed(middle: tuple[float, float], turn: float = 0, yaw: float = 0, wide: float = 260) -> Quad:
    """Where the card's corners lie, turned and seen askew, in degrees."""
    half = np.array([wide / 2, wide / 2 * HIGH / WIDE])
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle, side = np.radians(turn), np.radians(yaw)
    x = corners[:, 0] * np.cos(angle) - corners[:, 1] * np.sin(angle)
    y = corners[:, 0] * np.sin(angle) + corners[:, 1] * np.cos(angle)
    depth = 900 / (900 + x * np.sin(side))
    points = np.stack([x * np.cos(side) * depth, y * depth], axis=1) + middle
    return points.astype(np.float32)


def held(picture: np.ndarray, quad: Quad) -> np.ndarray:
    """The picture with the card drawn in at ``quad``."""
    corners = np.array([[0, 0], [WIDE, 0], [WIDE, HIGH], [0, HIGH]], np.float32)
    warp = cv2.getPerspectiveTransform(corners, quad)
    size_wh = (picture.shape[1], picture.shape[0])
    out = picture.copy()
    cv2.warpPerspective(CARD, warp, size_wh, out, cv2.INTER_AREA, cv2.BORDER_TRANSPARENT)
    return cv2.GaussianBlur(out, (0, 0), 0.7)


@pytest.mark.parametrize(
    ("turn", "yaw", "wide"), [(0, 0, 260), (28, 0, 260), (-28, 10, 280), (8, 35, 300), (5, 0, 150)]
)
def test_a_card_is_found_however_it_is_held(turn: float, yaw: float, wide: float) -> None:
    quad = placed((330, 250), turn, yaw, wide)
    found = find_cards(held(ROOM, quad))
    assert len(found) == 1
    assert overlap(found[0].quad, quad) > 0.9
    assert found[0].layout.row_lengths == (2,)


def test_several_cards_are_named_from_left_to_right() -> None:
    quads = [placed((500, 330), 6, wide=200), placed((160, 300), -5, wide=200)]
    found = find_cards(held(held(ROOM, quads[0]), quads[1]))
    assert len(found) == 2
    assert overlap(found[0].quad, quads[1]) > 0.85
    assert overlap(found[1].quad, quads[0]) > 0.85


def test_a_white_card_on_a_white_wall_is_found() -> None:
    wall = np.full((480, 640, 3), 236, np.uint8)
    quad = placed((320, 240), 10)
    shown = held(wall, quad).astype(float) + RNG.normal(0, 2, (480, 640, 1))
    found = find_cards(np.clip(shown, 0, 255).astype(np.uint8), THOROUGH)
    assert found
    assert found[0].layout.row_lengths == (2,)


def test_a_sheet_that_fills_the_picture_is_the_card() -> None:
    page = cv2.resize(CARD, (640, 480))
    found = find_cards(page, THOROUGH)
    assert [card.layout.row_lengths for card in found] == [(2,)]


@pytest.mark.parametrize("look", [QUICK, Look(first=6), Look(first=12), Look((1, 2)), THOROUGH])
def test_nothing_is_found_in_a_room_with_a_window_and_a_person(look: Look) -> None:
    assert find_cards(ROOM, look) == []


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("size_hw", [(1, 1), (8, 9), (480, 640)])
def test_nothing_is_found_in_a_bare_picture(shade: int, size_hw: tuple[int, int]) -> None:
    assert find_cards(np.full((*size_hw, 3), shade, np.uint8), THOROUGH) == []


def test_nothing_is_found_in_noise() -> None:
    noise = RNG.integers(0, 256, (480, 640, 3)).astype(np.uint8)
    assert find_cards(noise, THOROUGH) == []


def test_frames_of_people_without_a_card_hold_none(data: Path) -> None:
    paths = sorted((data / "asl_frames").glob("*/*/*.jpg"))[::40]
    assert paths
    assert [path.name for path in paths if find_cards(cv2.imread(str(path)))] == []


def test_a_moving_card_is_followed_without_jumps() -> None:
    tracker = CardTracker()
    errors, moves, last = [], [], None
    for index in range(20):
        quad = placed((300 + 3 * index, 250), 4 + index * 0.4)
        noisy = held(ROOM, quad).astype(float) + RNG.normal(0, 3, (480, 640, 1))
        tracks = tracker.track(np.clip(noisy, 0, 255).astype(np.uint8), index / 30)
        assert len(tracks) == 1
        errors.append(np.abs(tracks[0].card.quad - quad).max())
        if last is not None:
            moves.append(np.abs(tracks[0].card.quad - last).max())
        last = tracks[0].card.quad
    assert max(errors) < 8
    assert max(moves) < 12


def test_a_card_that_goes_is_let_go_and_one_that_comes_is_taken() -> None:
    tracker = CardTracker()
    shown = held(ROOM, placed((320, 250)))
    for index in range(3):
        assert tracker.track(shown, index / 30)
    for index in range(3, 20):
        tracks = tracker.track(ROOM, index / 30)
    assert tracks == []
    # Each frame looks into a few outlines: after six all likely ones have had their turn.
    assert any(tracker.track(shown, index / 30) for index in range(20, 26))


def test_a_card_darker_than_the_wall_and_lighter_than_the_hand_is_found() -> None:
    picture = np.full((480, 640, 3), 226, np.uint8)
    picture[:, 330:] = (95, 105, 120)
    quad = placed((330, 250), 6, wide=300)
    beige = cv2.convertScaleAbs(held(picture, quad), alpha=1.0)
    inside = cv2.fillConvexPoly(np.zeros((480, 640), np.uint8), quad.astype(np.int32), 1) > 0
    beige[inside] = (beige[inside] * np.array([0.62, 0.7, 0.78])).astype(np.uint8)
    looks = (Look(planes=(plane,), most=8) for plane in (0, 1, 2))
    found = [card for look in looks for card in find_cards(beige, look)]
    assert max(overlap(card.quad, quad) for card in found) > 0.9
