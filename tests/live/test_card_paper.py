"""Sheets come out as light ink on black, whatever the light, the pen and the printed lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.live.card_paper import Sheet, straighten
from glyphcam.live.card_rules import printed_rules, without_rules

QUAD = np.array([[0, 0], [300, 0], [300, 200], [0, 200]], np.float32)


def card(paper: int = 235, ink: tuple[int, int, int] = (30, 30, 30), thick: int = 9) -> np.ndarray:
    image = np.full((200, 300, 3), paper, np.uint8)
    cv2.line(image, (80, 50), (80, 150), ink, thick)
    cv2.line(image, (80, 150), (140, 150), ink, thick)
    cv2.circle(image, (215, 100), 45, ink, thick)
    return image


def truth(image: np.ndarray, paper: int = 235) -> np.ndarray:
    return np.abs(image.astype(int) - paper).max(axis=2) > 60


def agreement(sheet: Sheet, wanted: np.ndarray) -> float:
    """Intersection over union, the sheet's ink brought back to where it was in the picture."""
    back = cv2.warpPerspective(sheet.mask, sheet.to_picture, wanted.shape[::-1]) > 127
    return float((back & wanted).sum() / (back | wanted).sum())


@pytest.mark.parametrize("ink", [(30, 30, 30), (180, 60, 20), (40, 40, 200), (60, 130, 30)])
def test_ink_of_any_colour_is_kept(ink: tuple[int, int, int]) -> None:
    sheet = straighten(card(ink=ink), QUAD)
    assert agreement(sheet, truth(card(ink=ink))) > 0.8
    assert not sheet.is_dark


def test_a_shadows_edge_is_not_ink() -> None:
    plain = card()
    shaded = plain.copy()
    shaded[:, 150:] = (shaded[:, 150:] * 0.62).astype(np.uint8)
    assert agreement(straighten(shaded, QUAD), truth(plain)) > 0.75


def test_pencil_is_ink_too() -> None:
    noisy = card(ink=(175, 175, 178), thick=4).astype(float)
    noisy += np.random.default_rng(1).normal(0, 2, noisy.shape)
    sheet = straighten(np.clip(noisy, 0, 255).astype(np.uint8), QUAD)
    assert agreement(sheet, truth(card(thick=4))) > 0.6


def test_chalk_on_a_dark_card_comes_out_the_same() -> None:
    sheet = straighten(255 - card(), QUAD)
    assert sheet.is_dark
    assert agreement(sheet, truth(card())) > 0.8


@pytest.mark.parametrize("shade", [110, 190])
def test_printed_lines_go_and_strokes_stay(shade: int) -> None:
    lined = np.full((200, 300, 3), 235, np.uint8)
    for at in range(20, 300, 33):
        lined[:, at : at + 2] = shade
        lined[at : at + 2] = shade
    lined = np.minimum(lined, card())
    assert agreement(straighten(lined, QUAD), truth(card())) > 0.75


def test_a_word_whose_letters_stand_on_one_line_is_no_printed_line() -> None:
    mask = np.zeros((120, 400), np.uint8)
    for x in (60, 130, 200, 270):
        cv2.line(mask, (x, 30), (x, 90), 255, 3)
        cv2.line(mask, (x, 90), (x + 45, 90), 255, 3)
    assert (without_rules(mask, printed_rules(mask)) == mask).all()


def test_points_go_back_to_where_they_were_in_the_picture() -> None:
    quad = np.array([[60, 40], [260, 70], [250, 180], [50, 150]], np.float32)
    sheet = straighten(card(), quad)
    high, wide = sheet.ink.shape
    middle = sheet.in_picture(np.array([[wide / 2, high / 2]], np.float32))[0]
    crossing = cv2.perspectiveTransform(
        np.array([[[0.5, 0.5]]], np.float32),
        cv2.getPerspectiveTransform(np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32), quad),
    )[0, 0]
    assert middle == pytest.approx(crossing, abs=0.5)
