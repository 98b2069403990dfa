"""Cards in films, by the real network: several at once, upside down, and what is no writing."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from glyphcam.live.card_hints import BLANK, CLOSER, HOLD_STILL, MORE_LIGHT, TURNED
from glyphcam.live.card_reader import CardReader
from glyphcam.live.demo_card import written_card
from glyphcam.live.demo_room import drawn_room
from glyphcam.live.demo_scene import DemoSource
from glyphcam.live.frame import Frame
from glyphcam.live.mirror import mirrored_reading
from glyphcam.live.picture_record import card_record
from glyphcam.live.reading import Reading
from glyphcam.models.network import Network
from glyphcam.models.recognisers import RECOGNISERS

FPS = 30


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.shipped(RECOGNISERS["characters"])


def card(text: str, seed: int = 5) -> np.ndarray:
    return written_card(text, np.random.default_rng(seed))


def held(picture: np.ndarray, *cards: tuple[np.ndarray, int, int, int]) -> np.ndarray:
    """``picture`` with (card, left, top, width) laid onto it, softened as a lens does."""
    shown = picture.copy()
    for sheet, left, top, wide in cards:
        high = round(sheet.shape[0] * wide / sheet.shape[1])
        small = cv2.resize(sheet, (wide, high), interpolation=cv2.INTER_AREA)
        shown[top : top + high, left : left + wide] = small
    return cv2.GaussianBlur(shown, (0, 0), 0.7)


def room() -> np.ndarray:
    return drawn_room(np.random.default_rng(3))


def film(network: Network, picture: np.ndarray, seconds: float = 1.0) -> list[Reading]:
    """What is read of ``picture`` held still, with a camera's noise, frame by frame."""
    reader, rng = CardReader(network), np.random.default_rng(4)
    readings = []
    for index in range(round(seconds * FPS)):
        grain = rng.normal(0, 2, picture.shape[:2]).astype(np.int8)[..., None]
        noisy = cv2.add(picture, np.repeat(grain, 3, axis=2), dtype=cv2.CV_8U)
        readings.append(reader.read(Frame(noisy, index, index / FPS)))
    return readings


def test_several_cards_are_read_from_left_to_right(network: Network) -> None:
    cards = (card("XY"), 20, 300, 180), (card("CAR"), 225, 60, 190), (card("26"), 440, 290, 170)
    last = film(network, held(room(), *cards), 1.5)[-1]
    assert last.text == "XY CAR 26"
    middles = [float(glyph.quad[:, 0].mean()) for glyph in last.glyphs]
    assert middles == sorted(middles)
    assert last.region is not None
    lefts = [float(r.quad[:, 0].min()) for r in (*last.others, last.region)]
    assert sorted(lefts) == pytest.approx([20, 225, 440], abs=12)


def test_further_cards_are_told_in_json_and_mirrored(network: Network) -> None:
    picture = held(room(), (card("ABLE"), 30, 250, 270), (card("26"), 400, 250, 200))
    reading = CardReader(network).read_picture(picture)
    record = card_record(reading)
    assert record["text"] == "ABLE 26"
    [other] = record["others"]
    assert other[0] == pytest.approx([400, 250], abs=12)
    [mirrored] = mirrored_reading(reading, 640).others
    assert mirrored.quad[0, 0] == pytest.approx(639 - other[1][0], abs=0.1)


def test_one_card_has_no_others(network: Network) -> None:
    reading = CardReader(network).read_picture(held(room(), (card("ABLE"), 120, 200, 380)))
    assert reading.others == ()
    assert "others" not in card_record(reading)


@pytest.mark.parametrize("text", ["GLYPH", "CAFE", "HELLO"])
def test_a_card_held_upside_down_is_turned_and_said_to_be(network: Network, text: str) -> None:
    flipped = cv2.rotate(card(text), cv2.ROTATE_180)
    readings = film(network, held(room(), (flipped, 120, 190, 380)), 1.5)
    assert readings[-1].text == text
    assert readings[-1].hint == TURNED
    told = {reading.text for reading in readings} - {None}
    assert told == {text}, "nothing else was told before"


def test_a_card_that_comes_in_is_not_said_to_be_blank(network: Network) -> None:
    picture = held(np.full((700, 640, 3), 110, np.uint8), (card("CAFE"), 120, 425, 380))[:480]
    assert BLANK not in {reading.hint for reading in film(network, picture, 1.5)}


def scribble(rng: np.random.Generator) -> np.ndarray:
    sheet = np.full((280, 400, 3), 236, np.uint8)
    way = np.int32(rng.uniform((60, 50), (340, 230), (70, 2)))
    cv2.polylines(sheet, [way], False, (40, 30, 30), 6, cv2.LINE_AA)
    return sheet


def drawing() -> np.ndarray:
    """A house with a tree, in colours."""
    sheet = np.full((280, 400, 3), 240, np.uint8)
    cv2.rectangle(sheet, (80, 130), (220, 240), (60, 90, 190), -1)
    cv2.fillPoly(sheet, [np.int32([[70, 130], [150, 60], [230, 130]])], (40, 40, 120))
    cv2.circle(sheet, (300, 130), 50, (60, 150, 60), -1)
    cv2.rectangle(sheet, (292, 170), (308, 240), (40, 70, 110), -1)
    return sheet


@pytest.mark.parametrize("seed", range(4))
def test_a_scribble_is_never_a_sure_letter(network: Network, seed: int) -> None:
    picture = held(room(), (scribble(np.random.default_rng(seed)), 140, 190, 360))
    for reading in film(network, picture, 0.5):
        assert all(glyph.prediction.is_unsure for glyph in reading.glyphs)


def test_a_picture_on_a_card_is_never_a_sure_letter(network: Network) -> None:
    for reading in film(network, held(room(), (drawing(), 140, 190, 360)), 0.5):
        assert all(glyph.prediction.is_unsure for glyph in reading.glyphs)


def test_each_bad_picture_has_its_hint(network: Network) -> None:
    word = (card("HELLO"), 120, 190, 380)
    near = held(room(), word)
    dark = cv2.convertScaleAbs(near, alpha=0.04)
    smeared = cv2.GaussianBlur(near, (0, 0), 12)
    far = held(room(), (card("HELLO"), 280, 300, 60))
    for picture, hint in ((dark, MORE_LIGHT), (smeared, HOLD_STILL), (far, CLOSER)):
        readings = film(network, picture, 1.2)
        assert readings[-1].hint == hint
        for reading in readings:
            assert all(glyph.prediction.is_unsure for glyph in reading.glyphs)


def test_a_page_of_two_hundred_glyphs_is_read(network: Network) -> None:
    texts = ["ABCDEFGHKL", "MNPRTUVWXY"] * 10
    rows = [card(text, seed)[24:-24] for seed, text in enumerate(texts)]
    wide = max(row.shape[1] for row in rows) + 90
    starts = np.random.default_rng(0).integers(0, 90, len(rows))
    shifted = [
        cv2.copyMakeBorder(row, 0, 0, left, wide - row.shape[1] - left, cv2.BORDER_REPLICATE)
        for row, left in zip(rows, starts.tolist(), strict=True)
    ]
    page = cv2.resize(np.vstack(shifted), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    reading = CardReader(network).read_picture(page)
    assert len(reading.glyphs) == pytest.approx(200, abs=4)
    assert reading.text is not None
    lines = reading.text.split("\n")
    assert len(lines) == len(texts)
    right = sum(len(set(line) & set(text)) for line, text in zip(lines, texts, strict=True))
    assert right > 0.85 * 200


def squared(sheet: np.ndarray, line: tuple[int, int, int]) -> np.ndarray:
    """The sheet with a printed square grid under its ink or chalk."""
    lined = sheet.copy()
    for at in range(22, max(sheet.shape), 44):
        lined[at : at + 2] = line
        lined[:, at : at + 2] = line
    ink = cv2.absdiff(sheet, np.full_like(sheet, sheet[2, 2])).max(axis=2) > 60
    return np.where(ink[..., None], sheet, lined)


def test_chalk_on_a_squared_board_is_read(network: Network) -> None:
    chalk = cv2.convertScaleAbs(255 - card("XAB").astype(np.int16), alpha=0.9, beta=30)
    board = squared(chalk, (130, 140, 130))
    assert film(network, held(room(), (board, 130, 190, 360)))[-1].text == "XAB"


def test_pencil_on_squared_paper_is_read(network: Network) -> None:
    pencil = cv2.addWeighted(card("FAR"), 0.45, np.full_like(card("FAR"), 235), 0.55, 0)
    paper = squared(pencil, (215, 190, 180))
    assert film(network, held(room(), (paper, 130, 190, 360)))[-1].text == "FAR"


def test_the_demo_tells_each_card_once_and_asks_nobody_closer(network: Network) -> None:
    reader = CardReader(network)
    with DemoSource() as source:
        readings = [reader.read(frame) for frame in source]
    texts = [reading.text for reading in readings]
    begun = [text for before, text in pairwise([None, *texts]) if text != before and text]
    assert begun == ["HELLO", "CARD", "2026", "GLYPH"]
    assert CLOSER not in {reading.hint for reading in readings}
