"""Closeness: what a reviewer would call the same picture is near, other letters are not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.calibration.review_closeness import NEAR, distances, looks


def of_one(patch: np.ndarray, landmarks: np.ndarray | None = None) -> np.ndarray:
    return looks(patch[None], None if landmarks is None else landmarks[None])[0]


@pytest.fixture
def hand() -> np.ndarray:
    points = np.random.default_rng(3).normal(0, 40, (21, 3)).astype(np.float32)
    return points - points[0]


def test_a_look_is_at_no_distance_from_itself(hand) -> None:
    patch = np.random.default_rng(1).integers(0, 256, (28, 28)).astype(np.uint8)
    look = of_one(patch, hand)
    assert distances(look, look[None]) == pytest.approx([0.0], abs=1e-5)


def test_a_hand_nearer_to_the_camera_and_elsewhere_is_the_same(hand) -> None:
    patch = np.zeros((28, 28), np.uint8)
    gap = distances(of_one(patch, hand), of_one(patch, hand * 3)[None])
    assert gap == pytest.approx([0.0], abs=1e-4)


def test_a_bent_finger_is_another_hand(hand) -> None:
    patch = np.zeros((28, 28), np.uint8)
    bent = hand.copy()
    bent[6:9] = bent[5]
    assert distances(of_one(patch, hand), of_one(patch, bent)[None])[0] > NEAR


def test_both_patch_and_hand_must_be_close(hand) -> None:
    dark, light = np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8)
    assert distances(of_one(dark, hand), of_one(light, hand)[None])[0] > NEAR


def test_a_row_without_a_hand_is_compared_by_its_patch(hand) -> None:
    patches = np.zeros((2, 28, 28), np.uint8)
    both = looks(patches, np.stack([hand, np.full((21, 3), np.nan, np.float32)]))
    alone = looks(patches[:1], None)
    assert np.isfinite(both).all()
    assert distances(both[1], alone) == pytest.approx([0.0])


def test_frames_of_a_held_letter_are_near_and_other_letters_far(data) -> None:
    from glyphcam.models.hand_finder import HandFinder
    from glyphcam.models.observation import observe_hand

    finder = HandFinder()
    found = {}
    for letter in "ILO":
        film = cv2.VideoCapture(str(data / "clips" / f"still_{letter}_1.mp4"))
        pictures = [film.read()[1] for _ in range(12)]
        film.release()
        hands = [finder.find(p, is_thorough=True)[0] for p in (pictures[0], pictures[11])]
        seen = [observe_hand(p, h) for p, h in zip(pictures[::11], hands, strict=True)]
        found[letter] = looks(
            np.stack([o.patch for o in seen]), np.stack([o.landmarks for o in seen])
        )
    for letter, pair in found.items():
        assert distances(pair[0], pair[1:])[0] < NEAR
        for other in set(found) - {letter}:
            assert distances(pair[0], found[other]).min() > 2 * NEAR
