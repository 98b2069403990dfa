"""Captions: the words as they were spelled, as WebVTT and SubRip, which any player shows."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glyphcam.live.spelled import Word

LINGER_S = 1.5
"""How long a word stays after its last letter ended, unless the next begins."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption, shown from ``start_s`` to ``end_s`` of the film."""

    start_s: float
    end_s: float
    text: str


def cues_of(words: Sequence[Word]) -> tuple[Cue, ...]:
    """Return a cue a letter, in order and never two at once: the word so far, growing."""
    cues = [
        Cue(letter.start_s, word.end_s + LINGER_S, _so_far(word, count))
        for word in words
        for count, letter in enumerate(word.letters, 1)
    ]
    cut = [replace(cue, end_s=min(cue.end_s, after.start_s)) for cue, after in pairwise(cues)]
    return (*cut, *cues[-1:])


def to_vtt(cues: Sequence[Cue]) -> str:
    """Return a WebVTT file."""
    blocks = [
        f"{_stamp(cue.start_s, '.')} --> {_stamp(cue.end_s, '.')}\n"
        f"{html.escape(cue.text, quote=False)}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])


def to_srt(cues: Sequence[Cue]) -> str:
    """Return a SubRip file."""
    blocks = [
        f"{number}\n{_stamp(cue.start_s, ',')} --> {_stamp(cue.end_s, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n".join(blocks)


def _so_far(word: Word, count: int) -> str:
    return "".join(letter.label for letter in word.letters[:count])


def _stamp(seconds: float, point: str) -> str:
    """Return hh:mm:ss and milliseconds after ``point``."""
    ms = round(seconds * 1000)
    minutes, ms = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms // 1000:02}{point}{ms % 1000:03}"
