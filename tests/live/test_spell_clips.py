"""Real clips of words, from the picture on: hands found, letters read, text written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from glyphcam.live.command_live import live
from glyphcam.live.film_source import FilmSource
from glyphcam.live.frame import Frame
from glyphcam.live.open_reader import ReaderChoice, open_reader
from glyphcam.live.reader import Reader
from glyphcam.live.reading import Reading
from glyphcam.live.spell_open import open_desk
from glyphcam.live.spell_options import SpellWish

AFTERWARDS = 45
"""Frames after the clip without a hand: it is lowered."""


def readings(clip: Path, reader: Reader) -> list[tuple[float, Reading]]:
    with FilmSource(clip) as source:
        frames = list(source)
    last = frames[-1]
    step_s = last.seconds / (len(frames) - 1)
    blank = last.image * 0
    frames += [Frame(blank, 0, last.seconds + step_s * (n + 1)) for n in range(AFTERWARDS)]
    return [(frame.seconds, reader.read(frame)) for frame in frames]


@pytest.mark.parametrize(
    "name",
    [
        "alpersayilir_CAFE",
        pytest.param("lolzorus_SIGN", marks=pytest.mark.soak),
        pytest.param("seeeeeeel_WORLD", marks=pytest.mark.soak),
    ],
)
def test_the_words_of_the_clips_are_written_by_holding_and_flowing(data: Path, name: str) -> None:
    word = name.split("_")[1]
    found = readings(data / "clips" / f"{name}.mp4", open_reader(ReaderChoice("asl")))
    texts = {}
    for wish in (SpellWish(), SpellWish(is_fluent=True)):
        desk = open_desk(wish)
        assert desk is not None
        for seconds, reading in found:
            spelling = desk.take(reading, seconds)
        texts[wish.is_fluent] = spelling.text
    assert texts[False].whole == word
    assert texts[True].whole in (word, texts[True].last_raw)
    assert set(texts[True].last_raw) == set(word)


def test_spelling_can_be_turned_off() -> None:
    assert open_desk(SpellWish(is_on=False)) is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--hold", "0"], "--hold 0 is no time to hold a letter"),
        (["--hold", "-2"], "--hold -2 is no time to hold a letter"),
        (["--words", "no-such-file.txt"], "--words no-such-file.txt cannot be read"),
        (["--no-spell", "--fluent"], "--no-spell leaves nothing to do for --fluent"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_opened(
    options: list[str], said: str
) -> None:
    run = CliRunner().invoke(live, ["asl", "--source", "no-such-film.mp4", "--no-window", *options])
    assert run.exception is not None
    assert said in str(run.exception)
