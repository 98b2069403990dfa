"""Steadiness on real clips, with the shipped network."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from glyphcam.live.film_source import FilmSource
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.told import headline
from glyphcam.models.recognisers import RECOGNISERS
from glyphcam.models.shelf import model_path

pytestmark = pytest.mark.skipif(
    not model_path(RECOGNISERS["asl"], "fused").is_file(), reason="the asl network is not shipped"
)


def answers(clip: Path) -> list[tuple[float, str | None]]:
    reader = open_reader(ReaderChoice("asl"))
    with FilmSource(clip) as source:
        return [(frame.seconds, headline(reader.read(frame))) for frame in source]


@pytest.mark.parametrize("letter", ["A", "R"])
def test_a_held_letter_does_not_flicker(data: Path, letter: str) -> None:
    """Frame by frame these two change 78 times in nine seconds."""
    shown = [answer for s, answer in answers(data / "clips" / f"still_{letter}_1.mp4") if s >= 0.5]
    assert sum(before != after for before, after in pairwise(shown)) == 0


def test_new_letters_show_within_four_tenths_of_a_second(data: Path) -> None:
    shown = answers(data / "clips" / "lolzorus_SIGN.mp4")
    for start, letter in ((0, "S"), (45, "I"), (90, "G"), (135, "N")):
        until = (s for s, answer in shown[start : start + 45] if answer == letter)
        assert next(until) - shown[start][0] <= 0.4
