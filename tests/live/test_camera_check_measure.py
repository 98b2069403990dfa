"""A frame is measured in the units it says; a hand's light and size are its own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.live.camera_check_measure import measure
from glyphcam.live.frame import Frame
from glyphcam.models.hand import Hand


def test_a_frame_is_measured_in_the_units_it_says() -> None:
    image = np.full((240, 320, 3), 128, np.uint8)
    image[:60] = 255
    image[60:120] = 0
    facts = measure(Frame(image, 0, 1.5, captured_s=10.0), now_s=10.25)
    assert facts.size_wh == (320, 240)
    assert (facts.burnt, facts.dark) == pytest.approx((0.25, 0.25), abs=0.01)
    assert facts.age_s == 0.25
    assert facts.hand is None
    assert measure(Frame(image, 0, 1.5), now_s=10.25).age_s is None


def test_the_hand_is_measured_apart_from_its_ground() -> None:
    image = np.full((480, 640, 3), 50, np.uint8)
    rng = np.random.default_rng(0)
    landmarks = np.zeros((21, 3), np.float32)
    landmarks[:, :2] = rng.uniform((250, 150), (390, 290), (21, 2))
    landmarks[0, :2], landmarks[9, :2] = (320, 300), (320, 200)
    hull = cv2.convexHull(landmarks[:, :2].astype(np.int32))
    cv2.fillConvexPoly(image, hull, (200, 200, 200))
    hand = measure(Frame(image, 0, 0.0), Hand(landmarks, landmarks, 0.9, 1.0)).hand
    assert hand is not None
    assert hand.light == pytest.approx(200, abs=3)
    assert hand.around == pytest.approx(50, abs=6)
    assert hand.height == pytest.approx(np.ptp(landmarks[:, 1]) / 480)
    assert hand.turned_deg == pytest.approx(0)
