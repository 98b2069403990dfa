"""The signing hand is followed, waited for, and not given up for another person's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.live.hand_tracker import HandTracker
from glyphcam.models.hand import Hand
from glyphcam.models.hand_finder import PADDED, PLAIN, HandFinder, Look

IMAGE = np.zeros((480, 640, 3), np.uint8)


def _hand(x: float, y: float = 200, size: float = 100, right: float = 1.0) -> Hand:
    """Return a hand whose box is ``size`` wide round x, y."""
    grid = np.linspace(-0.5, 0.5, 21)
    points = np.stack([x + size * grid, y + size * grid, 0 * grid], axis=1).astype(np.float32)
    return Hand(points, points, right, 0.99)


class _Stage:
    """A finder whose hands the test puts in view; ``follow`` gives what is near the last hand."""

    def __init__(self, *hands: Hand) -> None:
        self.hands = hands
        self.looks: list[Look] = []

    def look(self, image: NDArray[np.uint8], look: Look) -> tuple[Hand, ...]:
        self.looks.append(look)
        return self.hands

    def follow(self, image: NDArray[np.uint8], last: Hand) -> Hand | None:
        near = [h for h in self.hands if abs(h.landmarks[10, 0] - last.landmarks[10, 0]) < 50]
        return near[0] if near else None


def _x(hand: Hand | None) -> float | None:
    return None if hand is None else float(hand.landmarks[10, 0])


def test_the_larger_hand_is_picked_and_kept_when_a_still_larger_one_comes() -> None:
    stage = _Stage(_hand(100, size=60), _hand(400, size=120))
    tracker = HandTracker(stage)
    assert _x(tracker.track(IMAGE, 0.0)) == 400
    stage.hands = (_hand(200, size=300), _hand(405, size=120))
    assert _x(tracker.track(IMAGE, 0.1)) == 405
    assert len(stage.looks) == 1  # the palm network rests while a hand is followed


def test_of_two_equally_large_hands_the_raised_one_is_picked() -> None:
    tracker = HandTracker(_Stage(_hand(100, y=400), _hand(400, y=100)))
    assert _x(tracker.track(IMAGE, 0.0)) == 400


def test_another_persons_hand_is_taken_only_half_a_second_after_the_loss() -> None:
    stage = _Stage(_hand(100))
    tracker = HandTracker(stage)
    tracker.track(IMAGE, 0.0)
    stage.hands = (_hand(550),)
    assert tracker.track(IMAGE, 0.1) is None
    assert tracker.track(IMAGE, 0.5) is None
    assert _x(tracker.track(IMAGE, 0.6)) == 550


def test_a_hand_lost_for_a_moment_is_found_near_its_place() -> None:
    stage = _Stage(_hand(100))
    tracker = HandTracker(stage)
    tracker.track(IMAGE, 0.0)
    stage.hands = ()
    assert tracker.track(IMAGE, 0.1) is None
    stage.hands = (_hand(600, size=200), _hand(180))
    assert _x(tracker.track(IMAGE, 0.2)) == 180


def test_a_left_hand_does_not_continue_a_right_one() -> None:
    stage = _Stage(_hand(100, right=0.99))
    tracker = HandTracker(stage)
    tracker.track(IMAGE, 0.0)
    stage.hands = (_hand(160, right=0.01),)
    assert tracker.track(IMAGE, 0.1) is None


def test_while_nothing_is_in_view_plain_and_padded_looks_take_turns() -> None:
    stage = _Stage()
    tracker = HandTracker(stage)
    assert [tracker.track(IMAGE, i / 30) for i in range(4)] == [None] * 4
    assert stage.looks == [PLAIN, PADDED, PLAIN, PADDED]


def test_what_only_might_be_a_hand_is_not_picked() -> None:
    tracker = HandTracker(_Stage(replace(_hand(100), score=0.7)))
    assert tracker.track(IMAGE, 0.0) is None


def test_a_hand_at_rest_is_left_for_a_raised_one_within_half_a_second() -> None:
    stage = _Stage(_hand(100, y=450))
    tracker = HandTracker(stage)
    assert _x(tracker.track(IMAGE, 0.0)) == 100
    tracker.track(IMAGE, 0.1)
    stage.hands = (_hand(100, y=450), _hand(400, y=150, size=60))
    seen = [_x(tracker.track(IMAGE, 0.2 + i / 30)) for i in range(16)]
    assert seen[0] == 100
    assert seen[-1] == 400
    assert len(stage.looks) <= 4


def test_time_that_runs_backwards_forgets_the_hand() -> None:
    stage = _Stage(_hand(100))
    tracker = HandTracker(stage)
    tracker.track(IMAGE, 9.0)
    stage.hands = (_hand(550),)
    assert _x(tracker.track(IMAGE, 0.0)) == 550


def test_one_wrong_answer_does_not_turn_a_right_hand_into_a_left_one() -> None:
    stage = _Stage(_hand(100, right=0.95))
    tracker = HandTracker(stage)
    sides = []
    for i in range(90):
        stage.hands = (_hand(100, right=0.1 if i in (20, 21, 22) or i >= 60 else 0.95),)
        hand = tracker.track(IMAGE, i / 30)
        sides.append(hand is not None and hand.is_right)
    assert all(sides[:60])
    assert not sides[-1]  # a lasting change is believed


def test_the_followed_hand_is_kept_beside_another_persons(data: Path) -> None:
    """Two signers side by side, the second one left-handed and moving all the time."""
    with_right = cv2.VideoCapture(str(data / "clips" / "lolzorus_SIGN.mp4"))
    with_left = cv2.VideoCapture(str(data / "clips" / "seeeeeeel_WORLD.mp4"))
    tracker = HandTracker(HandFinder())
    sides, rights = [], []
    for i in range(60):
        image = np.hstack([with_right.read()[1], with_left.read()[1]])
        hand = tracker.track(image, i / 30)
        if hand is not None:
            sides.append(bool(hand.landmarks[0, 0] < 640))
            rights.append(hand.is_right)
    assert len(sides) >= 57
    assert len(set(sides)) == 1
    assert set(rights) == {sides[0]}


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_hand_is_followed_through_a_whole_clip(data: Path, is_mirrored: bool) -> None:
    film = cv2.VideoCapture(str(data / "clips" / "still_L_1.mp4"))
    tracker = HandTracker(HandFinder())
    hands = []
    for i in range(60):
        image = film.read()[1]
        image = np.ascontiguousarray(image[:, ::-1]) if is_mirrored else image
        hands.append(tracker.track(image, i / 30))
    found = [hand for hand in hands if hand is not None]
    assert len(found) >= 58
    assert {hand.is_right for hand in found} == {not is_mirrored}
