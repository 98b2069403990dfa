"""Clips of landmarks read by the live code: hand, observation, network, habits, smoother, desk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from spelling_clips import RATE_HZ, WordClip

from glyphcam.live.fluent_desk import FluentDesk
from glyphcam.live.frame import Frame, Picture
from glyphcam.live.hand_reader import HandReader
from glyphcam.live.letter_gate import LetterGate
from glyphcam.live.movement_watch import MovementWatch
from glyphcam.live.spell_board import SpellBoard
from glyphcam.live.spell_desk import HoldDesk, SpellDesk
from glyphcam.live.spell_habits import Habits
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
from glyphcam.models.observation import Observation, right_handed
from glyphcam.models.prediction import Prediction

_BLANK = np.zeros((48, 64, 3), np.uint8)


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


class Sitting:
    """One signer's clips, one after another, read with what their words have taught by then.

    Without ``is_learning`` every clip is read as if it were the first.
    """

    def __init__(
        self, network: Network, confusions: Confusions, words: Words, is_learning: bool = True
    ) -> None:
        self._network = network
        self._confusions = confusions
        self._words = words
        self._habits = Habits() if is_learning else None
        self._start_s = 0.0

    def held(self, clip: WordClip, hold_s: float) -> Read:
        """Read the next clip by holding."""
        board = SpellBoard(decoder_of(self._words), habits=self._habits)
        return self._read(clip, HoldDesk(board, SpellRule(hold_s=hold_s), self._confusions))

    def flowing(self, clip: WordClip) -> Read:
        """Read the next clip as it flows."""
        board = SpellBoard(decoder_of(self._words), is_understood=True, habits=self._habits)
        return self._read(clip, FluentDesk(board, self._confusions))

    def _read(self, clip: WordClip, desk: SpellDesk) -> Read:
        start_s, self._start_s = self._start_s, self._start_s + len(clip.hands) / RATE_HZ
        return _read(clip, self._network, desk, start_s)


class Foreseen:
    """A network that has read a clip's frames in one batch, for speed, and tells them in turn."""

    def __init__(self, network: Network, clip: WordClip) -> None:
        hands = [hand for hand in clip.hands if hand is not None]
        points = np.stack([right_handed(hand) for hand in hands])
        judged = network.judged(np.zeros((len(hands), 28, 28), np.uint8), points)
        stamp = network.stamp
        self._told = iter(
            Prediction(stamp.labels, row, stamp.threshold, novelty)
            for row, novelty in zip(judged.probabilities, judged.novelties, strict=True)
        )

    def recognise(self, observations: Sequence[Observation]) -> list[Prediction]:
        """Return the next frame's answer."""
        return [next(self._told) for _ in observations]


@lru_cache(maxsize=1)
def decoder_of(words: Words) -> WordDecoder:
    """Return one decoder for all clips: every board clears it."""
    return WordDecoder(words)


@lru_cache(maxsize=1)
def movement_network() -> MovementNetwork:
    """Return the network of J and Z, opened once."""
    return MovementNetwork.load()


def _read(clip: WordClip, network: Network, desk: SpellDesk, start_s: float) -> Read:
    decoder = desk.board._decoder
    if decoder is not None:
        decoder.clear()
    gate = LetterGate(network.stamp.figures.get(NOVELTY_LIMIT))
    movement = MovementWatch(movement_network())
    tracker = ScriptedTracker(clip)
    foreseen: Any = Foreseen(network, clip)
    hands = HandReader(tracker, lambda image: (), foreseen, Smoother(), gate, movement)
    hands.habits = desk.board.habits
    reader = SpellingReader(hands, desk)
    written: list[tuple[str, float]] = []
    suggestions: tuple[str, ...] = ()
    raw = ""
    for index in range(len(clip.hands)):
        spelling = reader.read(Frame(_BLANK, index, start_s + index / RATE_HZ)).spelling
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
