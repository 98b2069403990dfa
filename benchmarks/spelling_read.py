"""Clips of landmarks read by the live code: hand, observation, network, smoother, desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from spelling_clips import RATE_HZ, WordClip

from glyphcam.live.fluent_desk import FluentDesk
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.hand_reader import HandReader
from glyphcam.live.letter_gate import LetterGate
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_desk import HoldDesk, SpellDesk
from glyphcam.live.spell_reader import SpellingReader
from glyphcam.live.spell_rule import SpellRule
from glyphcam.live.spell_state import Spelling
from glyphcam.live.steady import Smoother
from glyphcam.live.words import Words
from glyphcam.live.words_confusions import Confusions
from glyphcam.live.words_decode import WordDecoder
from glyphcam.models.hand import Hand
from glyphcam.models.movement import MovementNetwork
from glyphcam.models.network import NOVELTY_LIMIT, Network

_BLANK = np.zeros((480, 640, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Read:
    """A clip and what became of it: ``raw`` letter by letter, ``text`` as understood.

    ``delays_s`` are from each letter's settling to its being written, where it was read right.
    """

    word: str
    source: str
    raw: str
    text: str
    suggestions: tuple[str, ...]
    delays_s: tuple[float, ...]


class ScriptedTracker:
    """Follows the hands of a clip, one a frame."""

    def __init__(self, clip: WordClip) -> None:
        self._hands: Iterator[Hand | None] = iter(clip.hands)

    def track(self, image: Picture, seconds: float) -> Hand | None:
        """Return the next hand."""
        return next(self._hands)


def read_held(
    clip: WordClip, network: Network, confusions: Confusions, words: Words, hold_s: float
) -> Read:
    """Read a clip by holding."""
    board = SpellBoard(decoder_of(words))
    return _read(clip, network, HoldDesk(board, SpellRule(hold_s=hold_s), confusions))


def read_fluent(clip: WordClip, network: Network, confusions: Confusions, words: Words) -> Read:
    """Read a clip as it flows."""
    board = SpellBoard(decoder_of(words), is_understood=True)
    return _read(clip, network, FluentDesk(board, confusions))


@lru_cache(maxsize=1)
def decoder_of(words: Words) -> WordDecoder:
    """Return one decoder for all clips: every board clears it."""
    return WordDecoder(words)


@lru_cache(maxsize=1)
def movement_network() -> MovementNetwork:
    """Return the network of J and Z, opened once."""
    return MovementNetwork.load()


def _read(clip: WordClip, network: Network, desk: SpellDesk) -> Read:
    decoder = desk.board._decoder
    if decoder is not None:
        decoder.clear()
    gate = LetterGate(network.stamp.figures.get(NOVELTY_LIMIT))
    movement = MovementWatch(movement_network())
    tracker = ScriptedTracker(clip)
    hands = HandReader(tracker, lambda image: (), network, Smoother(), gate, movement)
    reader = SpellingReader(hands, desk)
    written: list[tuple[str, float]] = []
    suggestions: tuple[str, ...] = ()
    raw = ""
    for index in range(len(clip.hands)):
        spelling = reader.read(Frame(_BLANK, index, index / RATE_HZ)).spelling
        if spelling is None:
            continue
        now = spelling.text.raw
        if len(now) > len(raw):
            written.append((now[-1], index / RATE_HZ))
        raw = now or raw
        suggestions = spelling.suggestions or suggestions
    return Read(
        clip.word, clip.source, raw, _last_word(spelling), suggestions, _delays(clip, written)
    )


def _last_word(spelling: Spelling | None) -> str:
    return "" if spelling is None else spelling.text.whole.replace(" ", "")


def _delays(clip: WordClip, written: list[tuple[str, float]]) -> tuple[float, ...]:
    """Return from each letter's start to its being written; of those that were read right."""
    delays = []
    left = list(written)
    for held in clip.held:
        match = next((w for w in left if w[0] == held.letter and w[1] >= held.start_s), None)
        if match is not None and match[1] <= held.end_s + 0.6:
            delays.append(match[1] - held.start_s)
            left = left[left.index(match) + 1 :]
    return tuple(delays)
