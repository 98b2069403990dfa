"""The answer does not cover the hand it is about."""

from __future__ import annotations

import numpy as np

from glyphcam.live.panel_side import PanelSide
from glyphcam.live.reading import Region
from glyphcam.models.hand import Hand

SIZE_WH = (640, 480)


def hand_at(x: float, y: float) -> Region:
    points = np.zeros((21, 3), np.float32)
    points[:, :2] = np.random.default_rng(0).uniform(-40, 40, (21, 2)) + np.array([x, y])
    return Region(points[:4, :2], Hand(points, points, 1.0, 1.0))


def test_the_panel_goes_to_the_other_side_of_a_low_hand_and_stays_there() -> None:
    side = PanelSide()
    side.keep_off(hand_at(150, 400), SIZE_WH, 1.0)
    assert side.is_right
    side.keep_off(hand_at(320, 100), SIZE_WH, 1.0)
    side.keep_off(None, SIZE_WH, 1.0)
    assert side.is_right
    side.keep_off(hand_at(500, 400), SIZE_WH, 1.0)
    assert not side.is_right


def test_a_hand_across_both_sides_moves_nothing() -> None:
    side = PanelSide()
    side.keep_off(hand_at(320, 400), SIZE_WH, 1.0)
    assert not side.is_right


def test_a_card_is_kept_off_by_its_corners() -> None:
    side = PanelSide()
    card = Region(np.float32([[40, 100], [240, 100], [240, 420], [40, 420]]))
    side.keep_off(card, SIZE_WH, 1.0)
    assert side.is_right
