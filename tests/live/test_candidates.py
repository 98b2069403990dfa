"""Candidates are as many as the promise needs, three at most, and are said as people say them."""

from __future__ import annotations

import numpy as np
import pytest

from glyphcam.live.candidates import CandidateReader, candidates, in_words
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.reading import NOTHING, Reading
from glyphcam.live.told import told
from glyphcam.models.prediction import Prediction


def prediction(*probabilities: float) -> Prediction:
    return Prediction(tuple("MNTS"), np.array(probabilities, np.float32), 0.7)


@pytest.mark.parametrize(
    ("probabilities", "labels"),
    [
        ((0.97, 0.01, 0.01, 0.01), ("M",)),
        ((0.5, 0.45, 0.03, 0.02), ("M", "N")),
        ((0.29, 0.34, 0.3, 0.07), ("N", "T", "M")),
        ((0.25, 0.25, 0.25, 0.25), ()),
    ],
)
def test_a_set_grows_until_it_is_likely_enough_to_hold_the_truth(
    probabilities: tuple[float, ...], labels: tuple[str, ...]
) -> None:
    assert candidates(prediction(*probabilities), 0.9) == labels


@pytest.mark.parametrize(
    ("labels", "words"),
    [((), ""), (("M",), "M"), (("M", "N"), "M or N"), (("M", "N", "T"), "M, N or T")],
)
def test_candidates_are_said_as_people_say_them(labels: tuple[str, ...], words: str) -> None:
    assert in_words(labels) == words


class Given:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, frame: Frame) -> Reading:
        return self.reading

    def read_picture(self, image: Picture) -> Reading:
        return self.reading


def test_a_reader_gives_its_answers_with_candidates_and_nothing_where_there_is_none() -> None:
    image = np.zeros((4, 4, 3), np.uint8)
    answer = Reading(steady=prediction(0.5, 0.45, 0.03, 0.02))
    read = CandidateReader(Given(answer), 0.9).read(Frame(image, 0, 0.0))
    assert read.candidates == ("M", "N")
    assert told(read) == "M or N  50 %"
    assert CandidateReader(Given(NOTHING), 0.9).read_picture(image).candidates == ()
