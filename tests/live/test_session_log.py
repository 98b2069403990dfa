"""Events are read back as they were written, and what is broken is named."""

from __future__ import annotations

import json

import numpy as np
import pytest

from glyphcam.calibration.errors import DataError
from glyphcam.live.reading import Glyph, Reading, Region, Step
from glyphcam.live.session_event import event_of, reading_of
from glyphcam.live.session_line import event_line, event_of_record
from glyphcam.live.session_log import read_log
from glyphcam.models.prediction import Prediction

QUAD = np.array([[1, 2], [30, 2], [30, 40], [1, 40]], np.float32)


def test_a_hand_comes_back_as_it_was_read(steps) -> None:
    step = next(steps("B"))
    event = event_of_record(json.loads(event_line(event_of(step, 1.5, True, True))))
    assert (event.seconds, event.frame, event.is_filmed, event.answer) == (1.5, 0, True, "B")
    again = reading_of(event)
    assert again.steady is not None and again.region is not None
    assert again.steady.label == "B"
    assert again.steady.confidence == pytest.approx(0.9, abs=1e-4)
    assert again.region.hand is not None
    np.testing.assert_allclose(
        again.region.hand.landmarks, step.reading.region.hand.landmarks, atol=0.01
    )


def test_a_card_comes_back_with_its_glyphs(steps) -> None:
    prediction = Prediction(("0", "O", "Q"), np.array([0.3, 0.65, 0.05], np.float32), 0.5)
    glyph = Glyph(QUAD, prediction, "0", is_settled=True, alternative="O")
    reading = Reading(Region(QUAD), glyphs=(glyph,), text="0", hint="hold still")
    step = next(steps("A"))
    event = event_of(Step(step.frame, reading, step.picture), 0.0, False, False)
    back = event_of_record(json.loads(event_line(event)))
    assert (back.text, back.answer, back.hint) == ("0", "0", "hold still")
    [kept] = reading_of(back).glyphs
    assert (kept.label, kept.is_settled, kept.alternative) == ("0", True, "O")
    np.testing.assert_array_equal(kept.quad, QUAD)


def test_landmarks_are_kept_only_where_asked_for(steps) -> None:
    step = next(steps("A"))
    assert "landmarks" not in event_line(event_of(step, 0.0, True, False))


def test_a_cut_last_line_is_counted_and_left_out(record) -> None:
    folder = record("A")
    text = folder.events.read_text()
    *whole, _ = text.splitlines(keepends=True)
    folder.events.write_text("".join(whole) + '{"kind": "fra')
    log = read_log(folder.events)
    assert (log.cut_bytes, log.stop, len(log.events)) == (13, None, 15)


def test_the_models_that_answered_are_known(record) -> None:
    [model] = read_log(record("A").events).models
    assert (model.kind, model.sha256) == ("fused", "0" * 64)


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("no json", "line 2 is no JSON: b'no json'"),
        ("[1]", "line 2 is no JSON object"),
        ('{"kind": "frame", "frame": 1}', "without a usable field"),
    ],
)
def test_a_broken_line_is_named(tmp_path, line, match) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"kind": "later", "x": 1}\n' + line + "\n")
    with pytest.raises(DataError, match=match):
        read_log(path)
