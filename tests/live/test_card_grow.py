"""Writing that goes on beyond an outline, under a finger, or nowhere at all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.live.card_finder import merit, open_card
from glyphcam.live.card_grow import grown
from glyphcam.live.card_outlines import Outline
from glyphcam.live.card_quads import overlap
from glyphcam.live.demo_card import written_card
from glyphcam.live.demo_room import drawn_room

LEFT, TOP, WIDE, HIGH = 120, 190, 400, 130


def held(text: str) -> np.ndarray:
    """A card in a room, its top left at LEFT, TOP, WIDE x HIGH px."""
    sheet = written_card(text, np.random.default_rng(5))
    picture = drawn_room(np.random.default_rng(3))
    small = cv2.resize(sheet, (WIDE, HIGH), interpolation=cv2.INTER_AREA)
    picture[TOP : TOP + HIGH, LEFT : LEFT + WIDE] = small
    return cv2.GaussianBlur(picture, (0, 0), 0.7)


def outline(share_left: float, share_right: float) -> Outline:
    """The card's outline between these shares of its width."""
    x0, x1 = LEFT + share_left * WIDE, LEFT + share_right * WIDE
    corners = np.array([[x0, TOP], [x1, TOP], [x1, TOP + HIGH], [x0, TOP + HIGH]], np.float32)
    return Outline(corners, 0.9)


def test_a_part_of_a_word_grows_to_the_whole_of_it() -> None:
    picture = held("HELD")
    part = open_card(picture, outline(0.0, 0.5))
    assert part.count < 4
    longer = grown(picture, part)
    assert longer.layout.row_lengths == (4,)
    assert overlap(longer.quad, outline(0.0, 1.0).quad) > 0.75


def test_a_whole_card_stays_as_it_is() -> None:
    picture = held("HELD")
    card = open_card(picture, outline(0.0, 1.0))
    assert card.layout.row_lengths == (4,)
    assert grown(picture, card) is card


def test_a_letter_that_a_finger_touches_is_kept() -> None:
    picture = held("HELD")
    whole = open_card(picture, outline(0.0, 1.0))
    boxes = np.stack([proposal.box for proposal in whole.layout.proposals])
    x, low = boxes[1, [0, 2]].mean(), boxes[1, 3]
    tip = whole.sheet.in_picture(np.array([[x, low - 4]], np.float32))[0]
    end = (int(tip[0]), TOP + HIGH + 20)
    cv2.line(picture, (int(tip[0]), int(tip[1]) + 9), end, (140, 165, 215), 18, cv2.LINE_AA)
    assert open_card(picture, outline(0.0, 1.0)).layout.row_lengths == (4,)


def lettered(*at_x: int) -> np.ndarray:
    """A white card in a room with an E at each of these places, 0 to WIDE."""
    picture = drawn_room(np.random.default_rng(3))
    picture[TOP : TOP + HIGH, LEFT : LEFT + WIDE] = 236
    for x in at_x:
        place = (LEFT + x, TOP + 92)
        cv2.putText(
            picture, "E", place, cv2.FONT_HERSHEY_SIMPLEX, 2.2, (40, 35, 30), 6, cv2.LINE_AA
        )
    return cv2.GaussianBlur(picture, (0, 0), 0.7)


@pytest.mark.parametrize(("at_x", "count"), [((60, 140), 1), ((60, 140, 220), 3)])
def test_a_lone_letter_becomes_a_word_but_takes_no_single_mark(
    at_x: tuple[int, ...], count: int
) -> None:
    picture = lettered(*at_x)
    part = open_card(picture, outline(0.0, 0.31))
    assert part.layout.row_lengths == (1,)
    assert grown(picture, part).layout.row_lengths == (count,)


def test_the_pieces_of_a_wedge_beside_a_letter_are_no_letters() -> None:
    picture = lettered()
    plain = picture.copy()
    for shown in (picture, plain):
        place = (LEFT + 130, TOP + 108)
        cv2.putText(shown, "E", place, cv2.FONT_HERSHEY_SIMPLEX, 4.0, (40, 35, 30), 9, cv2.LINE_AA)
    wedge = [[LEFT + 270, TOP + 16], [LEFT + 370, TOP + 12], [LEFT + 370, TOP + 40]]
    cv2.fillPoly(picture, [np.array(wedge)], (40, 60, 90))
    with_wedge, alone = (open_card(shown, outline(0.0, 1.0)) for shown in (picture, plain))
    assert with_wedge.count > with_wedge.letters == alone.letters == 1
    assert with_wedge.written_area == pytest.approx(alone.written_area, rel=0.1)
    assert merit(with_wedge) <= merit(alone) + 0.02
