"""Drift over sessions: what is measured of each, and what is said of all of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from glyphcam.calibration.review_item import Verdict
from glyphcam.calibration.review_store import ReviewStore
from glyphcam.live.command_drift import drift, drifts_of
from glyphcam.live.drift_measure import Measure, measure
from glyphcam.live.drift_plot import draw_drift
from glyphcam.live.drift_verdict import Advice, drift_of
from glyphcam.models.training_reference import Range, TrainingReference, training_references

USUAL = TrainingReference(
    np.zeros((1, 112), np.float32), 1.0, Range(90, 130, 180), Range(60, 100, 140)
)
GOOD = Measure(
    "a", "asl", datetime(2026, 11, 1, tzinfo=timezone.utc), 300, 0.98, 0.05, 110.0, 120.0
)


def days(*changes: dict[str, float]) -> list[Measure]:
    """A session a day, each the good one with changes."""
    return [
        replace(GOOD, name=f"s{n}", started=GOOD.started + timedelta(days=n), **change)
        for n, change in enumerate(changes)
    ]


def advice(*changes: dict[str, float], reference: TrainingReference | None = USUAL) -> list[str]:
    return [one.advice.name for one in drift_of("asl", days(*changes), reference).findings]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"brightness": 60.0}, ["CAMERA"]),
        ({"brightness": 230.0}, ["CAMERA"]),
        ({"hand_px": 40.0}, ["NEARER"]),
        ({"hand_px": 400.0}, []),
        ({"unsure": 0.5}, ["ENROL"]),
        ({"unsure": 0.5, "brightness": 60.0}, ["CAMERA", "REVIEW"]),
        ({"unsure": 0.5, "hand_px": None, "brightness": None}, ["REVIEW"]),
        ({"unsure": 0.25}, ["ENROL"]),
        ({"confidence": 0.8}, ["ENROL"]),
        ({"confidence": 0.9, "unsure": 0.12}, []),
    ],
)
def test_the_newest_sessions_are_judged_by_those_before_and_by_training(change, expected) -> None:
    assert advice(*[{}] * 5, *[change] * 3) == expected


def test_one_odd_session_among_the_newest_is_no_drift() -> None:
    assert advice(*[{}] * 5, {}, {"brightness": 20.0, "unsure": 0.9}, {}) == []


def test_without_a_reference_or_a_past_only_what_is_plain_is_said() -> None:
    assert advice({"brightness": 20.0}, reference=None) == []
    assert advice({"unsure": 0.5}, reference=None) == ["ENROL"]
    assert advice({"unsure": 0.3}, reference=None) == []


def test_a_session_is_measured_from_its_events_and_film(record) -> None:
    found = measure(record("AAb "))
    assert (found.recogniser, found.read) == ("asl", 45)
    assert found.unsure == pytest.approx(1 / 3, abs=0.05)
    assert found.confidence == pytest.approx(0.9, abs=0.01)
    assert found.hand_px == pytest.approx(80 / 1.3, abs=0.1)
    assert 60 < found.brightness < 180


def test_a_mirrored_film_is_looked_at_where_the_hand_is(record, steps) -> None:
    """The left half of the camera's picture is dark; the film as seen shows it on the right."""

    def half_dark(step, is_mirrored: bool):
        image = np.full_like(step.picture, 250)
        image[:, : image.shape[1] // 2] = 10
        seen = image[:, ::-1].copy() if is_mirrored else image
        quad = np.array([[10, 10], [60, 10], [60, 60], [10, 60]], np.float32)
        region = replace(step.reading.region, quad=quad)
        return replace(step, picture=seen, reading=replace(step.reading, region=region))

    from glyphcam.live.recorder_run import Recording
    from glyphcam.live.session_facts import FILM_ONLY
    from glyphcam.live.session_writer import SessionWriter

    folder = record("A")
    for name in ("events.jsonl", "video.mp4", "session.json", "summary.json"):
        (folder.path / name).rename(folder.path / f"old-{name}")
    from glyphcam.live.session_facts import read_facts

    facts = replace(read_facts(folder.path / "old-session.json"), keep=FILM_ONLY)
    recording = Recording(SessionWriter(folder, facts), FILM_ONLY)
    for step in steps("A"):
        recording.take(half_dark(step, True), is_mirrored=True)
    recording.end()
    assert recording.wait(20)
    assert measure(folder).brightness < 40


def test_a_session_in_which_nothing_was_seen_is_no_measure(record) -> None:
    assert measure(record("  ")) is None


def test_sessions_of_different_recognisers_are_kept_apart() -> None:
    both = [GOOD, replace(GOOD, recogniser="digits"), GOOD]
    assert [(d.recogniser, len(d.measures)) for d in drifts_of(both)] == [("asl", 2), ("digits", 1)]


def test_the_picture_shows_a_point_a_session_and_the_usual_band() -> None:
    found = drift_of("asl", days(*[{}] * 6), USUAL)
    with_band, without = draw_drift(found, USUAL), draw_drift(found, None)
    assert with_band.shape == without.shape
    assert (with_band == (224, 240, 226)).all(axis=2).sum() > 5000
    assert (without == (224, 240, 226)).all(axis=2).sum() == 0
    glyphs = [replace(one, hand_px=None, brightness=None) for one in days({}, {})]
    assert draw_drift(drift_of("digits", glyphs, None), None).shape[0] < with_band.shape[0]


def test_the_command_tells_draws_and_counts_the_queue(record, made, tmp_path) -> None:
    folder = record("AAb")
    with ReviewStore.open(tmp_path / "queue") as store:
        store.add(made(1))
        store.answer(1, "ann", Verdict.LABEL, "B")
    words = ["--sessions", str(folder.path.parent), "--queue-dir", str(tmp_path / "queue")]
    done = CliRunner().invoke(drift, words)
    assert done.exit_code == 0, done.output
    assert f"{folder.name} " in done.output
    assert "still pictures of people no model had seen: 2% unsure" in done.output
    assert "1 doubtful readings, 1 looked at, 1 of these were wrong" in done.output
    drawn = CliRunner().invoke(drift, [*words, "--json", "--plot", str(tmp_path / "d.png")])
    [told] = json.loads(drawn.stdout)
    assert told["sessions"][0]["name"] == folder.name
    assert {one["advice"] for one in told["findings"]} <= {a.name.lower() for a in Advice}
    assert cv2.imread(str(tmp_path / "d.png")).shape[1] == 1000


def test_nothing_recorded_is_a_sentence_and_no_queue_is_made(tmp_path) -> None:
    done = CliRunner().invoke(drift, ["--sessions", str(tmp_path), "--queue-dir", str(tmp_path)])
    assert "record some with 'glyphcam live --record'" in str(done.exception)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_session_is_left_out_and_said(record) -> None:
    folder = record("AA")
    other = record("AA")
    other.facts.write_text("broken")
    done = CliRunner().invoke(drift, ["--sessions", str(folder.path.parent)])
    assert done.exit_code == 0
    assert "left out" in done.output
    assert folder.name in done.output
    assert training_references() is not None
