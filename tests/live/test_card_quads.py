"""Four-cornered outlines: order, measures, and corners that were bitten off."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.card_quads import area, cover, four_sides, is_card_shaped, ordered, overlap

SQUARE = np.array([[10, 10], [110, 10], [110, 60], [10, 60]], np.float32)


def turned(quad: np.ndarray, degrees: float) -> np.ndarray:
    angle = np.radians(degrees)
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return ((quad - quad.mean(axis=0)) @ spin + quad.mean(axis=0)).astype(np.float32)


def test_area_is_that_of_the_rectangle() -> None:
    assert area(SQUARE) == pytest.approx(100 * 50)


@pytest.mark.parametrize("degrees", [-40, -20, 0, 20, 40])
@pytest.mark.parametrize("start", range(4))
@pytest.mark.parametrize("step", [1, -1])
def test_corners_are_named_as_the_card_is_read(degrees: float, start: int, step: int) -> None:
    card = turned(SQUARE, degrees)
    shuffled = np.roll(card, start, axis=0)[::step]
    assert ordered(shuffled) == pytest.approx(card, abs=1e-3)


def test_a_corner_under_a_thumb_grows_back() -> None:
    bitten = np.array([[10, 10], [110, 10], [110, 45], [95, 60], [10, 60]], np.float32)
    found = four_sides(bitten)
    assert found is not None
    assert found == pytest.approx(SQUARE, abs=0.5)


def test_a_triangle_has_no_four_sides() -> None:
    assert four_sides(np.array([[0, 0], [50, 0], [0, 50]], np.float32)) is None


def test_a_sliver_is_no_card() -> None:
    assert is_card_shaped(SQUARE)
    assert not is_card_shaped(np.array([[0, 0], [200, 0], [200, 8], [0, 8]], np.float32))


def test_overlap_and_cover_are_shares_of_area() -> None:
    half = SQUARE.copy()
    half[1:3, 0] = 60
    assert overlap(SQUARE, half) == pytest.approx(0.5)
    assert cover(half, SQUARE) == pytest.approx(1.0)
    assert cover(SQUARE, half) == pytest.approx(0.5)
