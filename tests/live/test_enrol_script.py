"""The guided enrolment asks letter by letter, and keeps only held hands of a new letter."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.enrol_script import EnrolScript
from glyphcam.live.frame import Frame
from glyphcam.models.hand import Hand
from glyphcam.models.observation import Observation


class FakeSamples:
    """Keeps everything, unless told which letter the next sample looks like."""

    labels = ("A", "B", "C")

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.looks_like: str | None = None

    def count(self, letter: str) -> int:
        return self.kept.count(letter)

    def offer(self, letter: str, observation: Observation) -> str | None:
        if self.looks_like is None:
            self.kept.append(letter)
        return self.looks_like

    def forget(self, letter: str) -> None:
        self.kept = [each for each in self.kept if each != letter]


class Stage:
    """Shows hands to a script at 30 frames a second."""

    def __init__(self, count: int = 1) -> None:
        self.samples = FakeSamples()
        self.script = EnrolScript(self.samples, ("A", "B", "C"), count)  # type: ignore[arg-type]
        self.frames = 0

    def show(self, shape: int | None, seconds: float) -> None:
        for _ in range(round(seconds * 30)):
            frame = Frame(np.zeros((240, 320, 3), np.uint8), self.frames, self.frames / 30)
            self.script.take(frame, None if shape is None else hand(shape), self.frames / 30)
            self.frames += 1


def hand(shape: int) -> Hand:
    points = np.random.default_rng(shape).uniform(50, 150, (21, 3)).astype(np.float32)
    points[0], points[9] = (100, 200, 0), (100, 120, 0)
    return Hand(points, points, 1.0, 1.0)


def test_each_letter_is_asked_for_held_and_kept() -> None:
    stage = Stage()
    for shape, letter in enumerate("ABC"):
        assert stage.script.letter == letter
        stage.show(shape, 0.8)
    assert stage.samples.kept == ["A", "B", "C"]
    assert stage.script.is_done


def test_a_letter_of_five_samples_takes_two_seconds() -> None:
    stage = Stage(count=5)
    stage.show(0, 2.1)
    assert stage.samples.kept == ["A"] * 5
    assert stage.script.letter == "B"


def test_the_hand_that_still_shows_the_last_letter_is_not_the_next_ones_sample() -> None:
    stage = Stage()
    stage.show(0, 2.5)
    assert stage.samples.kept == ["A"]
    stage.show(1, 1.0)
    assert stage.samples.kept == ["A", "B"]


def test_after_a_while_an_unchanged_hand_is_taken_for_the_next_letter() -> None:
    stage = Stage()
    stage.show(0, 4.0)
    assert stage.samples.kept == ["A", "B"]


def test_a_sample_that_looks_like_another_letter_is_said_and_asked_for_again() -> None:
    stage = Stage()
    stage.samples.looks_like = "C"
    stage.show(0, 1.0)
    assert "not kept: this looks like your C" in stage.script.prompt
    assert stage.script.letter == "A"
    stage.samples.looks_like = None
    stage.show(1, 1.0)
    assert stage.samples.kept == ["A"]


def test_a_moved_hand_is_said_and_its_samples_are_dropped() -> None:
    stage = Stage(count=3)
    stage.show(0, 1.1)
    assert stage.samples.kept == ["A", "A"]
    stage.show(1, 0.1)
    assert stage.samples.kept == []
    assert "it moved: hold still" in stage.script.prompt


def test_no_hand_keeps_nothing() -> None:
    stage = Stage()
    stage.show(None, 3.0)
    assert stage.samples.kept == []


def test_a_letter_can_be_skipped_and_the_last_one_taken_again() -> None:
    stage = Stage()
    stage.show(0, 0.8)
    stage.script.press(ord("s"))
    assert stage.script.letter == "C"
    stage.script.press(ord("r"))
    stage.script.press(ord("r"))
    assert stage.script.letter == "A"
    assert stage.samples.kept == []
    stage.script.press(-1)
    assert stage.script.letter == "A"


@pytest.mark.parametrize("size", [(240, 320), (1080, 1920)])
def test_what_is_asked_is_drawn_on_small_and_large_pictures(size: tuple[int, int]) -> None:
    stage = Stage()
    stage.show(0, 0.4)
    canvas = np.full((*size, 3), 90, np.uint8)
    stage.script.draw(canvas)
    assert (canvas[: size[0] // 3, : size[1] // 2] != 90).any()
    assert (canvas[: size[0] // 3, size[1] * 3 // 4 :] == 90).all()
    assert (canvas[size[0] * 2 // 3 :] != 90).any()
