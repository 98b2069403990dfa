"""The guided enrolment of handwriting: cards are asked for, held, and kept glyph by glyph."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from glyphcam.live.demo_card import written_card
from glyphcam.live.enrol_card_script import EnrolCardScript
from glyphcam.live.frame import Frame
from glyphcam.models.network import Network
from glyphcam.models.observation import Observation
from glyphcam.models.recognisers import RECOGNISERS

RATE_HZ = 10
"""Slow, so that few frames are read."""


class FakeSamples:
    """Keeps everything, unless told which letter the next sample looks like."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.looks_like: str | None = None

    def count(self, letter: str) -> int:
        return self.kept.count(letter)

    def offer(self, letter: str, observation: Observation) -> str | None:
        assert observation.patch.max() > 100
        if self.looks_like is None:
            self.kept.append(letter)
        return self.looks_like

    def forget(self, letter: str) -> None:
        self.kept = [each for each in self.kept if each != letter]


class Stage:
    """Holds cards up before a dark wall."""

    def __init__(self, network: Network, letters: str, count: int) -> None:
        self.samples = FakeSamples()
        self.script = EnrolCardScript(self.samples, network, tuple(letters), count)  # type: ignore[arg-type]
        self.frames = 0

    def show(self, text: str, seconds: float, shift_px: int = 0) -> None:
        picture = np.full((480, 640, 3), 70, np.uint8)
        if text:
            card = written_card(text, np.random.default_rng(len(text)))
            high = 190
            card = cv2.resize(card, (round(card.shape[1] * high / card.shape[0]), high))
            left = 320 - card.shape[1] // 2
            for_card = picture[140 : 140 + high, left : left + card.shape[1]]
            for_card[:] = card
        for number in range(round(seconds * RATE_HZ)):
            moved = np.roll(picture, number * shift_px, axis=1)
            frame = Frame(moved, self.frames, self.frames / RATE_HZ)
            self.script.take(frame, None, frame.seconds)
            self.frames += 1


@pytest.fixture(scope="module")
def network() -> Network:
    return Network.shipped(RECOGNISERS["characters"])


def test_cards_held_one_after_the_other_become_samples(network: Network) -> None:
    stage = Stage(network, "AB", 1)
    assert "your A" in stage.script.prompt
    stage.show("A", 1.2)
    assert stage.samples.kept == ["A"]
    stage.show("A", 1.0)
    assert stage.samples.kept == ["A"], "the card still shown is not the next one's sample"
    stage.show("", 1.0)
    stage.show("B", 1.5)
    assert stage.samples.kept == ["A", "B"]
    assert stage.script.is_done


def test_a_letter_written_thrice_on_one_card_is_three_samples_at_once(network: Network) -> None:
    stage = Stage(network, "H", 3)
    stage.show("HHH", 1.2)
    assert stage.samples.kept == ["H"] * 3


def test_a_card_that_moves_gives_nothing(network: Network) -> None:
    stage = Stage(network, "A", 1)
    stage.show("A", 1.5, shift_px=12)
    assert stage.samples.kept == []


def test_what_looks_like_another_letter_is_said_and_not_kept(network: Network) -> None:
    stage = Stage(network, "A", 1)
    stage.samples.looks_like = "B"
    stage.show("A", 1.2)
    assert stage.samples.kept == []
    assert "this looks like your B" in stage.script.prompt


def test_letters_are_skipped_and_taken_again(network: Network) -> None:
    stage = Stage(network, "AB", 1)
    stage.script.press(ord("s"))
    assert stage.script.letter == "B"
    stage.script.press(ord("r"))
    assert stage.script.letter == "A"
    canvas = np.zeros((480, 640, 3), np.uint8)
    stage.script.draw(canvas)
    assert canvas.any()
