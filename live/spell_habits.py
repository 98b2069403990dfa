"""How this person shows letters, learned from words that were understood; in memory, no longer.

What a network takes for another letter of one person it takes so every time. A word of the list
that was read with certainty, or chosen, says what its signs were: the next ones that the network
answers alike are the same letter. Nothing is written down, and without such a word nothing changes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.prediction import Prediction

Shares = NDArray[np.floating]
"""(k,) probabilities of one sign, the network's own."""

REACH = 2.0
"""How far a sample reaches, in logarithms of probabilities. With it single letters of unseen people
went from 9.7 % wrong in words to 5.6, in strings from 6.6 to 4.5; 1.5 is as good, 0.7 half."""

OWN_WORD = 0.5
"""How much the network counts beside a sample that is alike; with 1.0 0.7 points more are wrong."""

SMALLEST = 1e-3
"""Probabilities below are alike."""

MOST = 8
"""So many samples of a letter are kept, the newest."""

STALE_S = 30.0
"""After so long without a hand the next one may be another person's."""

_FRAMES = 900


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """One sign that was understood: ``letter`` is its column, ``place`` (k,) its logarithms."""

    letter: int
    place: Shares
    word: int


class Habits:
    """Remembers frames for a while, and signs of words that were understood."""

    def __init__(self) -> None:
        self._labels: tuple[str, ...] = ()
        self._frames: deque[tuple[float, Shares]] = deque(maxlen=_FRAMES)
        self._known: list[Habit] = []
        self._words = 0

    def seen(self, prediction: Prediction, seconds: float) -> Prediction:
        """Take one frame's answer in; return it as this person would mean it."""
        last_s = self._frames[-1][0] if self._frames else seconds
        if prediction.labels != self._labels or not 0 <= seconds - last_s <= STALE_S:
            self._labels, self._known = prediction.labels, []
            self._frames.clear()
        self._frames.append((seconds, prediction.probabilities))
        if not self._known:
            return prediction
        alike = self._alike(prediction.probabilities)
        mixed = OWN_WORD * prediction.probabilities + alike
        novelty = prediction.novelty
        return replace(
            prediction,
            probabilities=(mixed / mixed.sum()).astype(np.float32),
            novelty=None if novelty is None else novelty * (1 - float(alike.max())),
        )

    def shown(self, start_s: float, end_s: float) -> Shares | None:
        """Return the network's own mean answer (k,) between two times; None where nothing was."""
        found = [shares for seconds, shares in self._frames if start_s <= seconds <= end_s]
        return np.mean(found, axis=0) if found else None

    def learn(self, word: str, shown: Sequence[Shares | None]) -> None:
        """Remember that the letters of ``word`` were shown like this; None: not known how."""
        self._words += 1
        for letter, shares in zip(word, shown, strict=True):
            if shares is not None and letter in self._labels:
                self._keep(Habit(self._labels.index(letter), _place(shares), self._words))

    def forget_word(self) -> None:
        """The last word was taken back: what it taught is not true."""
        self._known = [habit for habit in self._known if habit.word != self._words]

    def _keep(self, habit: Habit) -> None:
        """Keep one more sign; what it contradicts is believed no longer."""
        kept = [
            each
            for each in self._known
            if each.letter == habit.letter or _likeness(each.place, habit.place) < 0.5
        ]
        own = [each for each in kept if each.letter == habit.letter]
        spare = own[: max(0, len(own) + 1 - MOST)]
        self._known = [*(each for each in kept if each not in spare), habit]

    def _alike(self, shares: Shares) -> NDArray[np.float64]:
        """Return (k,) how much the sign is like the most similar one of each letter, 0 to 1."""
        alike = np.zeros(len(self._labels))
        places = np.stack([habit.place for habit in self._known])
        near = np.exp(-((places - _place(shares)) ** 2).sum(axis=1) / (2 * REACH**2))
        np.maximum.at(alike, [habit.letter for habit in self._known], near)
        return alike


def _place(shares: Shares) -> NDArray[np.float64]:
    return np.log(np.maximum(np.asarray(shares, np.float64), SMALLEST))


def _likeness(one: Shares, other: Shares) -> float:
    return float(np.exp(-((one - other) ** 2).sum() / (2 * REACH**2)))
