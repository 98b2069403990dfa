"""Mirroring what was read along with the picture."""

from __future__ import annotations

import numpy as np

from glyphcam.live.mirror import mirrored_picture, mirrored_reading
from glyphcam.live.reading import Glyph, Reading, Region
from glyphcam.models.hand import Hand
from glyphcam.models.prediction import Prediction

QUAD = np.float32([[10, 20], [30, 20], [30, 60], [10, 60]])


def test_a_mirrored_quad_still_begins_at_the_top_left() -> None:
    mirrored = mirrored_reading(Reading(Region(QUAD)), 100)
    assert mirrored.region.quad.tolist() == [[69, 20], [89, 20], [89, 60], [69, 60]]


def test_a_landmark_stays_on_its_pixel() -> None:
    image = np.zeros((50, 100, 3), np.uint8)
    image[30, 12] = 255
    points = np.float32([[12, 30, 5]] * 21)
    mirrored = mirrored_reading(Reading(Region(QUAD, Hand(points, points, 0.9, 1.0))), 100)
    x, y, z = mirrored.region.hand.landmarks[0]
    assert mirrored_picture(image)[int(y), int(x)].tolist() == [255, 255, 255]
    assert z == 5
    assert not mirrored.region.hand.is_right


def test_glyphs_are_mirrored_and_the_original_is_left_alone() -> None:
    prediction = Prediction(("A",), np.float32([1]), 0.5)
    reading = Reading(Region(QUAD), glyphs=(Glyph(QUAD, prediction, "A"),), text="A")
    mirrored = mirrored_reading(reading, 100)
    assert mirrored.glyphs[0].quad[0].tolist() == [69, 20]
    assert mirrored.text == "A"
    assert reading.glyphs[0].quad[0].tolist() == [10, 20]
