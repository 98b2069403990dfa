"""Mirror a frame and what was read in it, so that text drawn afterwards stays readable."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from glyphcam.live.frame import Picture
from glyphcam.live.reading import Quad, Reading, Region
from glyphcam.models.hand import Hand


def mirrored_picture(image: Picture) -> Picture:
    """Return a new picture (h, w, 3), left and right exchanged."""
    return np.asarray(cv2.flip(image, 1), np.uint8)


def mirrored_reading(reading: Reading, width: int) -> Reading:
    """Return the reading with its places as they lie in the mirrored picture, ``width`` wide."""
    region = reading.region
    return replace(
        reading,
        region=None if region is None else _region(region, width),
        others=tuple(_region(other, width) for other in reading.others),
        glyphs=tuple(replace(glyph, quad=_quad(glyph.quad, width)) for glyph in reading.glyphs),
    )


def _region(region: Region, width: int) -> Region:
    hand = region.hand
    return Region(_quad(region.quad, width), None if hand is None else _hand(hand, width))


def _quad(quad: Quad, width: int) -> Quad:
    """Mirror the corners and name them anew: the left top is what was the right top."""
    flipped = quad[[1, 0, 3, 2]].copy()
    flipped[:, 0] = width - 1 - flipped[:, 0]
    return flipped


def _hand(hand: Hand, width: int) -> Hand:
    landmarks = hand.landmarks.copy()
    landmarks[:, 0] = width - 1 - landmarks[:, 0]
    return replace(hand, landmarks=landmarks, right=1 - hand.right)
