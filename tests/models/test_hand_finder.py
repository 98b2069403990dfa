"""Hands are found where others say they are, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from glyphcam.models.hand_finder import HandFinder

Picture = NDArray[np.uint8]


@pytest.fixture(scope="module")
def finder() -> HandFinder:
    return HandFinder()


@pytest.fixture(scope="module")
def frames(data: Path) -> list[Picture]:
    """Twelve whole frames, four from each of three signers."""
    folders = sorted((data / "asl_frames").iterdir())
    paths = [p for folder in folders for p in sorted(folder.glob("[ABLY]/*0.jpg"))[:4]]
    return [cv2.imread(str(path)) for path in paths]


def test_landmarks_agree_with_mediapipes_own(finder: HandFinder, data: Path) -> None:
    """The truth was found in whole frames; from the 128 px crops it is met to a hundredth."""
    with np.load(data / "asl" / "landmarks.npz", allow_pickle=False) as rows:
        names, truth = rows["image"], rows["landmarks"]
    picked = np.flatnonzero(names != "")[::230]
    gaps = []
    for row in picked:
        hands = finder.find(cv2.imread(str(data / "asl" / names[row])), is_thorough=True)
        gap = (
            np.linalg.norm(hands[0].landmarks - truth[row], axis=1)[:, None] if hands else [np.inf]
        )
        gaps.append(float(np.median(gap)))
    assert np.mean(np.isfinite(gaps)) >= 0.95
    assert np.median(gaps) < 2.5


def test_a_mirrored_picture_has_the_mirrored_hand(
    finder: HandFinder, frames: list[Picture]
) -> None:
    pairs = [(f, finder.find(f), finder.find(np.ascontiguousarray(f[:, ::-1]))) for f in frames]
    both = [(f, one[0], other[0]) for f, one, other in pairs if one and other]
    assert len(both) >= len(frames) - 2
    assert sum(one.is_right != other.is_right for _, one, other in both) >= len(both) - 1
    for frame, one, other in both:
        mirrored = frame.shape[1] - other.landmarks[:, 0]
        size = np.ptp(one.landmarks[:, :2], axis=0).max()
        assert np.median(np.abs(one.landmarks[:, 0] - mirrored)) < 0.1 * size


def test_the_thumb_of_a_right_palm_points_to_the_pictures_right(
    finder: HandFinder, data: Path
) -> None:
    """L and B show the palm, so which hand it is follows from the thumb alone."""
    agree = []
    for path in sorted((data / "asl_frames").glob("*/[BL]/*.jpg"))[::3]:
        for hand in finder.find(cv2.imread(str(path)))[:1]:
            index_base, little_base = hand.landmarks[5], hand.landmarks[17]
            agree.append((index_base[0] > little_base[0]) == hand.is_right)
    assert len(agree) >= 5
    assert np.mean(agree) >= 0.9


def test_two_hands_in_view_are_both_found(finder: HandFinder, frames: list[Picture]) -> None:
    left = frames[0]
    right = cv2.resize(left, None, fx=0.8, fy=0.8)
    canvas = np.zeros((left.shape[0], left.shape[1] + right.shape[1], 3), np.uint8)
    canvas[:, : left.shape[1]] = left
    canvas[: right.shape[0], left.shape[1] :] = right
    hands = finder.find(canvas)
    assert len(hands) == 2
    assert np.median(hands[0].landmarks[:, 0]) < left.shape[1]  # the larger one comes first
    assert np.median(hands[1].landmarks[:, 0]) > left.shape[1]


def test_a_tight_crop_is_found_by_a_thorough_search(
    finder: HandFinder, frames: list[Picture]
) -> None:
    found = 0
    for frame in frames:
        points = finder.find(frame, is_thorough=True)[0].landmarks[:, :2]
        low, high = np.maximum(points.min(axis=0) - 5, 0).astype(int), points.max(axis=0) + 5
        crop = frame[low[1] : int(high[1]), low[0] : int(high[0])]
        found += bool(finder.find(crop, is_thorough=True))
    assert found >= len(frames) - 1


def test_no_hand_is_found_where_there_is_none(finder: HandFinder, data: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), np.uint8)
    pictures = [noise, np.zeros((48, 64, 3), np.uint8), np.full((480, 640, 3), 200, np.uint8)]
    pictures += [cv2.imread(str(path)) for path in sorted((data / "cards").glob("*.jpg"))[:4]]
    assert [finder.find(picture, is_thorough=True) for picture in pictures] == [()] * 7


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 1), (3, 2000, 3), (10_000, 10_000, 3)])
def test_no_size_of_picture_is_too_odd(finder: HandFinder, shape: tuple[int, ...]) -> None:
    assert finder.find(np.zeros(shape, np.uint8), is_thorough=True) == ()


def test_grey_and_transparent_pictures_are_searched_too(
    finder: HandFinder, frames: list[Picture]
) -> None:
    expected = finder.find(frames[0], is_thorough=True)[0].landmarks
    grey = cv2.cvtColor(frames[0], cv2.COLOR_BGR2GRAY)
    with_alpha = cv2.cvtColor(frames[0], cv2.COLOR_BGR2BGRA)
    assert np.array_equal(finder.find(with_alpha, is_thorough=True)[0].landmarks, expected)
    assert np.median(np.abs(finder.find(grey, is_thorough=True)[0].landmarks - expected)) < 10


def test_a_picture_too_large_is_shrunk_and_its_hand_given_in_its_own_pixels(
    finder: HandFinder, frames: list[Picture]
) -> None:
    expected = finder.find(frames[0], is_thorough=True)[0].landmarks
    large = cv2.resize(frames[0], None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC)
    found = finder.find(large, is_thorough=True)[0].landmarks
    assert np.median(np.abs(found / 6 - expected)) < 4
