"""Glyphs of a sheet: joined, parted, in rows and in reading order."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from glyphcam.live.card_finder import Card, open_card, whole
from glyphcam.live.card_glyphs import MOST_GLYPHS, choose
from glyphcam.live.card_outlines import Outline
from glyphcam.live.glyph_marks import find_marks


def page(*strokes: tuple[tuple[int, int], ...], thick: int = 9) -> Card:
    image = np.full((240, 420, 3), 238, np.uint8)
    for stroke in strokes:
        cv2.polylines(image, [np.array(stroke, np.int32)], False, (35, 35, 35), thick)
    return open_card(image, Outline(whole(image), 1.0))


L_AT_60 = ((60, 60), (60, 160), (110, 160))
L_AT_200 = ((200, 60), (200, 160), (250, 160))


def test_two_letters_are_two_glyphs_from_left_to_right() -> None:
    layout = page(L_AT_200, L_AT_60).layout
    assert layout.row_lengths == (2,)
    assert [int(p.box[0]) for p in layout.proposals] == pytest.approx([56, 196], abs=6)


def test_a_dot_belongs_to_its_i() -> None:
    layout = page(((100, 95), (100, 170)), ((100, 66), (100, 70)), L_AT_200).layout
    assert layout.row_lengths == (2,)
    assert layout.proposals[0].box[1] < 72


def test_the_loose_bars_of_an_e_are_one_glyph() -> None:
    bars = [((70, y), (120, y)) for y in (62, 110, 158)]
    layout = page(((60, 60), (60, 160)), *bars, L_AT_200).layout
    assert layout.row_lengths[0] in (2, 3)
    assert any(p.box[2] - p.box[0] > 55 and p.box[0] < 66 for p in layout.proposals)


def test_specks_are_dropped() -> None:
    layout = page(L_AT_60, ((300, 200), (301, 200)), thick=8).layout
    assert layout.row_lengths == (1,)


def test_a_mark_from_rim_to_rim_is_not_writing() -> None:
    layout = page(((200, 0), (200, 239)), L_AT_60).layout
    assert layout.row_lengths == (1,)


def test_two_letters_that_touch_are_offered_apart_and_together() -> None:
    joined = page(((60, 60), (60, 160), (210, 160), (210, 60))).layout
    spans = {(p.first, p.last) for p in joined.proposals}
    assert (0, joined.row_lengths[0] - 1) in spans
    assert joined.row_lengths[0] >= 2
    whole_best = np.array([0.9 if not p.has_cut else 0.4 for p in joined.proposals], np.float32)
    assert len(choose(joined, whole_best)) == 1
    parts_best = np.array([0.3 if not p.has_cut else 0.97 for p in joined.proposals], np.float32)
    assert len(choose(joined, parts_best)) >= 2


def test_rows_are_read_from_top_to_bottom() -> None:
    low = tuple((x + 140, y + 10) for x, y in ((60, 160), (60, 210), (90, 210)))
    layout = page(((60, 30), (60, 90)), ((200, 30), (200, 90)), low).layout
    assert layout.row_lengths == (2, 1)


def test_a_page_of_hundreds_is_capped() -> None:
    image = np.full((900, 1300, 3), 240, np.uint8)
    for y in range(40, 860, 40):
        for x in range(40, 1260, 40):
            cv2.line(image, (x, y), (x, y + 20), (30, 30, 30), 3)
    layout = open_card(image, Outline(whole(image), 1.0)).layout
    assert sum(layout.row_lengths) == MOST_GLYPHS
    assert layout.is_capped


def test_an_empty_mask_has_no_marks() -> None:
    found = find_marks(np.zeros((50, 80), np.uint8))
    assert found.kept == ()
    assert found.clutter == 0.0


@pytest.mark.parametrize("name", ["2024_003", "2024_008", "2024_016"])
def test_a_phone_photo_has_three_rows_of_five(data: Path, name: str) -> None:
    image = cv2.imread(str(data / "cards" / f"{name}.jpg"))
    layout = open_card(image, Outline(whole(image), 1.0)).layout
    uncut = np.array([0.2 if p.has_cut else 0.9 for p in layout.proposals], np.float32)
    rows = [layout.proposals[i].row for i in choose(layout, uncut)]
    assert rows == [0] * 5 + [1] * 5 + [2] * 5
