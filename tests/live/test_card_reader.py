"""From frames to text: words read, turned, settled, capped, and nothing read from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from glyphcam.live.auto_reader import AutoReader
from glyphcam.live.card_hints import BLANK, HOLD_STILL, MORE_LIGHT, TURNED
from glyphcam.live.card_overlay import card_drawer, draw_card
from glyphcam.live.card_reader import CardReader
from glyphcam.live.demo_card import written_card
from glyphcam.live.demo_scene import SHOWN_S, DemoSource
from glyphcam.live.demo_strokes import STROKES, drawn
from glyphcam.live.frame import Frame
from glyphcam.live.reading import NOTHING, Reading, Region
from glyphcam.models.observation import Observation
from glyphcam.models.patch import to_patch
from glyphcam.models.prediction import Prediction
from glyphcam.models.recognisers import Crop

LABELS = tuple(STROKES)


@dataclass(frozen=True)
class Stamp:
    recogniser: str = "characters"
    labels: tuple[str, ...] = LABELS
    threshold: float = 0.5


class Templates:
    """A network written out: each patch is compared with drawings of every character."""

    stamp = Stamp()

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        self._rows = np.stack([_patch(label, rng) for label in LABELS for _ in range(6)])

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        return [self._one(observation.patch) for observation in observations]

    def _one(self, patch: np.ndarray) -> Prediction:
        apart = np.linalg.norm(self._rows - _blurred(patch), axis=1).reshape(len(LABELS), 6)
        nearness = np.exp(-apart.min(axis=1) / 0.8)
        return Prediction(LABELS, (nearness / nearness.sum()).astype(np.float32), 0.5)


def _blurred(patch: np.ndarray) -> np.ndarray:
    soft = cv2.GaussianBlur(patch.astype(np.float32), (0, 0), 1.5).ravel()
    return 10 * soft / max(float(np.linalg.norm(soft)), 1e-6)


def _patch(label: str, rng: np.random.Generator) -> np.ndarray:
    canvas = np.zeros((240, 240), np.uint8)
    for stroke in drawn(label, rng):
        way = np.rint(stroke * 150 + 40).astype(np.int32)
        cv2.polylines(canvas, [way], False, 255, 14, cv2.LINE_AA)
    return _blurred(to_patch(canvas, Crop.INK))


@pytest.fixture(scope="module")
def network() -> Templates:
    return Templates()


def page(text: str, seed: int = 5) -> np.ndarray:
    """A sheet that fills the picture."""
    return written_card(text, np.random.default_rng(seed))


@pytest.mark.parametrize("text", ["HELLO", "CARD", "RED FOX", "2679"])
def test_a_page_is_read(network: Templates, text: str) -> None:
    reading = CardReader(network).read_picture(page(text))
    assert reading.text == text
    assert len(reading.glyphs) == len(text.replace(" ", ""))
    lefts = [float(glyph.quad[:, 0].min()) for glyph in reading.glyphs]
    assert lefts == sorted(lefts)


def test_rows_are_lines_of_the_text(network: Templates) -> None:
    two = np.vstack([page("WAX")[:, :600], page("WAX")[:, :600]])
    assert CardReader(network).read_picture(two).text == "WAX\nWAX"


def test_an_upside_down_card_is_turned_and_said_to_be(network: Templates) -> None:
    reading = CardReader(network).read_picture(cv2.rotate(page("GLYPH"), cv2.ROTATE_180))
    assert reading.text == "GLYPH"
    assert reading.hint == TURNED


def test_a_lone_circle_says_both_and_gives_one(network: Templates) -> None:
    reading = CardReader(network).read_picture(page("O", seed=8))
    assert len(reading.glyphs) == 1
    glyph = reading.glyphs[0]
    assert {glyph.label, glyph.alternative} == {"O", "0"}
    assert reading.hint == f"{glyph.label} or {glyph.alternative}"
    assert reading.steady is not None


def test_a_scribble_is_not_read(network: Templates) -> None:
    rng = np.random.default_rng(2)
    sheet = np.full((300, 400, 3), 238, np.uint8)
    way = np.int32(rng.uniform((100, 60), (300, 240), (60, 2)))
    cv2.polylines(sheet, [way], False, (30, 30, 30), 7)
    reading = CardReader(network).read_picture(sheet)
    assert reading.text is None or all(g.prediction.is_unsure for g in reading.glyphs)


def test_a_blank_card_a_dark_picture_and_a_tiny_one_say_so(network: Templates) -> None:
    blank = np.full((480, 640, 3), 90, np.uint8)
    blank[150:330, 180:460] = 236
    reader = CardReader(network)
    assert reader.read_picture(blank).hint == BLANK
    assert reader.read_picture(np.full((480, 640, 3), 9, np.uint8)).hint == MORE_LIGHT
    hints = [reader.read(Frame(blank, index, index / 5)).hint for index in range(5)]
    assert hints[0] is None
    assert hints[-1] == BLANK
    assert reader.read_picture(np.full((1, 1, 3), 200, np.uint8)).text is None


def test_a_blurred_card_is_not_read_but_asked_to_hold_still(network: Templates) -> None:
    held = np.full((480, 640, 3), 80, np.uint8)
    held[140:340, 120:520] = cv2.resize(page("HELLO"), (400, 200))
    blurred = cv2.GaussianBlur(held, (0, 0), 14)
    reading = CardReader(network).read_picture(blurred)
    assert reading.text is None
    assert reading.hint == HOLD_STILL


def test_the_demo_is_read_by_the_real_road(network: Templates) -> None:
    reader, texts = CardReader(network), []
    with DemoSource(words=("HELLO", "CARD")) as source:
        for frame in source:
            if frame.index % 3 == 0:
                reading = reader.read(frame)
                if 1.2 < frame.seconds % SHOWN_S < 2.6:
                    texts.append((int(frame.seconds / SHOWN_S), reading.text))
    first, second = ([t for n, t in texts if n == number] for number in (0, 1))
    assert first.count("HELLO") > 0.9 * len(first)
    assert second.count("CARD") > 0.9 * len(second)


def test_nothing_is_read_where_no_card_is(network: Templates) -> None:
    reader = CardReader(network)
    for index in range(6):
        reading = reader.read(Frame(np.full((480, 640, 3), 120, np.uint8), index, index / 30))
        assert reading.text is None
        assert reading.region is None


@pytest.mark.parametrize("name", ["characters", "kannada"])
def test_the_overlay_draws_at_the_glyphs_and_leaves_the_size(network: Templates, name: str) -> None:
    image = page("27")
    reading = CardReader(network).read_picture(image)
    canvas = image.copy()
    card_drawer(name)(canvas, reading, 1.0)
    changed = np.abs(canvas.astype(int) - image).max(axis=2) > 30
    assert canvas.shape == image.shape
    for glyph in reading.glyphs:
        low = glyph.quad[3]
        assert changed[int(low[1]) - 3 : int(low[1]) + 4, int(low[0]) : int(low[0]) + 20].any()


def test_the_overlay_draws_nothing_for_nothing() -> None:
    canvas = np.full((240, 320, 3), 77, np.uint8)
    draw_card(canvas, NOTHING, 0.5)
    assert (canvas == 77).all()


class Says:
    """A reader that always gives the same."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, frame: Frame) -> Reading:
        return self.reading

    def read_picture(self, image: np.ndarray) -> Reading:
        return self.reading


def test_a_hand_that_holds_a_card_is_a_card_and_a_bare_hand_a_sign() -> None:
    region = Region(np.zeros((4, 2), np.float32))
    hand = Says(Reading(region, hint="hand"))
    card = Says(Reading(region, text="HI", hint="card"))
    auto = AutoReader(hand, card)
    image = np.zeros((4, 4, 3), np.uint8)
    assert auto.read(Frame(image, 0, 0.0)).hint == "card"
    assert auto.read_picture(image).hint == "card"
    card.reading = NOTHING
    assert auto.read(Frame(image, 1, 0.3)).hint is None, "the card has only just gone"
    assert auto.read(Frame(image, 2, 1.0)).hint == "hand"
    assert auto.read_picture(image).hint == "hand"
