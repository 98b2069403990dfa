"""Scripted frames with each fault give each its advice, and a good camera gets none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from glyphcam.live.camera_check_facts import CameraFacts, summed_up
from glyphcam.live.camera_check_measure import measure
from glyphcam.live.camera_check_verdict import headline, verdict
from glyphcam.live.frame import Frame, Picture
from glyphcam.models.hand import Hand

COUNT = 14


def open_hand() -> np.ndarray:
    """An upright open hand, 1 high, its wrist at the origin."""
    points = np.zeros((21, 3), np.float32)
    for finger, x in enumerate((-0.28, -0.14, 0.0, 0.12, 0.24)):
        for joint in range(4):
            points[1 + 4 * finger + joint] = (x * (1 + 0.2 * joint), -0.45 - 0.18 * joint, 0)
    return points


def scene(light: float = 120.0) -> Picture:
    rng = np.random.default_rng(0)
    image = np.full((480, 640, 3), light, np.uint8)
    for _ in range(60):
        x, y, w, h = rng.integers(0, (600, 440, 80, 80))
        grey = int(rng.integers(light * 0.5, min(light * 1.5, 235)))
        cv2.rectangle(image, (x, y), (x + w, y + h), (grey, grey, grey), -1)
    return image


def filmed(
    change: Callable[[Picture, int], Picture] = lambda image, i: image,
    rate_hz: float = 30.0,
    size: float = 180.0,
    skin: int = 185,
    right: float = 0.97,
    turn_deg: float = 0.0,
    age_s: float = 0.02,
    light: float = 120.0,
    has_hand: bool = True,
) -> CameraFacts:
    """Film a hand before a scene, put each picture through ``change``, and sum it up."""
    angle = np.radians(turn_deg)
    turn = np.float32(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    landmarks = open_hand() @ turn.T * size + np.float32([320, 260, 0])
    hand = Hand(landmarks.astype(np.float32), landmarks.astype(np.float32), right, 1.0)
    base = scene(light)
    hull = cv2.convexHull(np.round(landmarks[:, :2]).astype(np.int32))
    cv2.fillConvexPoly(base, hull, (skin, skin, skin))
    facts = []
    for i in range(COUNT):
        frame = Frame(change(base, i), i, i / rate_hz, captured_s=100 + i / rate_hz)
        facts.append(measure(frame, hand if has_hand else None, 100 + i / rate_hz + age_s))
    return summed_up(facts)


def names(facts: CameraFacts) -> list[str]:
    return [advice.name for advice in verdict(facts)]


def darker(image: Picture, i: int) -> Picture:
    return cv2.convertScaleAbs(image, alpha=0.25)


def burnt(image: Picture, i: int) -> Picture:
    white = image.copy()
    white[:, :200] = 255
    return white


def blurred(image: Picture, i: int) -> Picture:
    return cv2.GaussianBlur(image, (0, 0), 5)


def flickering(image: Picture, i: int) -> Picture:
    return cv2.convertScaleAbs(image, alpha=1 + 0.06 * np.sin(2.5 * i))


def noisy(image: Picture, i: int) -> Picture:
    noise = np.random.default_rng(i).normal(0, 4, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def test_a_good_camera_gets_no_advice() -> None:
    facts = filmed()
    assert names(facts) == []
    assert headline(verdict(facts)) == "This camera is good for reading signs."


@pytest.mark.parametrize(
    ("facts", "name", "says"),
    [
        (lambda: filmed(rate_hz=8), "slow", "gives 8 pictures a second"),
        (lambda: filmed(darker), "dark", "switch on a lamp"),
        (lambda: filmed(burnt), "burnt", "burnt to white: turn away from the lamp"),
        (lambda: filmed(blurred), "blurred", "wipe the lens"),
        (lambda: filmed(flickering), "flickering", "50 or 60 Hz"),
        (lambda: filmed(right=0.04), "mirrored", "'live' will turn that round"),
        (lambda: filmed(turn_deg=90), "turned", "turned by 90 degrees"),
        (lambda: filmed(turn_deg=-85), "turned", "turned by 270 degrees"),
        (lambda: filmed(turn_deg=170), "turned", "turned by 180 degrees"),
        (lambda: filmed(size=50), "hand small", "come closer"),
        (lambda: filmed(size=460), "hand large", "move back"),
        (lambda: filmed(skin=40, light=150), "backlit", "put the light before you"),
        (lambda: filmed(skin=118), "hand like ground", "another background"),
        (lambda: filmed(has_hand=False), "no hand", "hold an open right hand up"),
        (lambda: filmed(age_s=0.4), "late", "400 ms old"),
    ],
)
def test_each_fault_gets_its_own_advice(
    facts: Callable[[], CameraFacts], name: str, says: str
) -> None:
    advices = verdict(facts())
    assert [advice.name for advice in advices] == [name]
    assert says in advices[0].sentence
    assert headline(advices) == "This camera works; one thing would make it better:"


def test_noise_is_not_taken_for_flicker_nor_sharpness() -> None:
    assert names(filmed(noisy)) == []
    assert "blurred" in names(filmed(lambda image, i: noisy(blurred(image, i), i)))


def test_a_slow_change_of_light_is_no_flicker() -> None:
    fading = filmed(lambda image, i: cv2.convertScaleAbs(image, alpha=1 - 0.005 * i))
    assert "flickering" not in names(fading)


def test_several_faults_are_all_said() -> None:
    facts = filmed(darker, rate_hz=8)
    assert names(facts)[:2] == ["slow", "dark"]
    assert "2 things" in headline(verdict(facts)[:2])


def test_a_slow_way_from_glass_to_glass_is_said() -> None:
    assert names(replace(filmed(), glass_s=0.42)) == ["late"]
