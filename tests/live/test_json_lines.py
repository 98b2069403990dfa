"""The machine's face of a running source."""

from __future__ import annotations

import io
import json
import os

import numpy as np

from glyphcam.live.frame import Frame
from glyphcam.live.json_lines import JsonLines
from glyphcam.live.output import Command
from glyphcam.live.reading import NOTHING, Glyph, Reading, Region, Step
from glyphcam.models.prediction import Prediction

IMAGE = np.zeros((4, 4, 3), np.uint8)
QUAD = np.float32([[1, 2], [3, 2], [3, 4], [1, 4]])


def lines(*steps: Step, is_card: bool = False) -> list[dict]:
    stream = io.StringIO()
    writer = JsonLines(stream, is_card=is_card)
    for step in steps:
        assert writer.take(step) is None
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def prediction(label: str, confidence: float, threshold: float = 0.7) -> Prediction:
    rest = 1 - confidence
    return Prediction((label, "Z"), np.float32([confidence, rest]), threshold)


def step(reading: Reading, index: int = 3, notice: str | None = None) -> Step:
    return Step(Frame(IMAGE, index, 0.12345, None, notice), reading, IMAGE)


def test_a_hand_is_exactly_the_fields_that_are_promised() -> None:
    raw, steady = prediction("M", 0.55), prediction("N", 0.8)
    [line] = lines(step(Reading(Region(QUAD), raw, steady)))
    assert line == {
        "frame": 3,
        "seconds": 0.1235,
        "label": "N",
        "confidence": 0.8,
        "unsure": False,
        "raw": {"label": "M", "confidence": 0.55},
        "region": [[1.0, 2.0], [3.0, 2.0], [3.0, 4.0], [1.0, 4.0]],
    }


def test_nothing_found_has_the_same_fields() -> None:
    [line] = lines(step(NOTHING))
    assert line["label"] is None
    assert line["region"] is None
    assert line["raw"] == {"label": None, "confidence": 0.0}
    assert line["unsure"] is True


def test_cards_have_text_and_glyphs_in_every_line() -> None:
    glyph = Glyph(QUAD, prediction("7", 0.9), "7")
    found, empty = lines(
        step(Reading(Region(QUAD), glyphs=(glyph,), text="7")), step(NOTHING), is_card=True
    )
    assert found["text"] == found["label"] == "7"
    assert found["glyphs"][0]["label"] == "7"
    assert empty["text"] is None
    assert empty["glyphs"] == []


def test_a_stopped_camera_says_so() -> None:
    [line] = lines(step(NOTHING, notice="camera 0 stopped"))
    assert line["notice"] == "camera 0 stopped"


def test_a_reader_that_went_away_ends_the_run() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "w") as stream:
        assert JsonLines(stream).take(step(NOTHING)) is Command.QUIT
