"""What was spelled: an answer held long enough is a letter, a pause ends the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glyphcam.live.session_beat import Heard

HOLD_S = 0.6
"""An answer that stands so long was meant: passing from one letter to the next takes 0.2 to 0.4."""

FLICKER_S = 0.3
"""The same answer back within this was never away."""

WORD_GAP_S = 1.0
"""So long without an answer ends a word."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """One letter, or the text of one card, with the mean confidence while it stood."""

    label: str
    start_s: float
    end_s: float
    confidence: float
    is_card: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """Letters spelled without a pause, at least one."""

    letters: tuple[Spelled, ...]

    @property
    def text(self) -> str:
        """The letters joined."""
        return "".join(letter.label for letter in self.letters)

    @property
    def start_s(self) -> float:
        """When its first letter began."""
        return self.letters[0].start_s

    @property
    def end_s(self) -> float:
        """When its last letter ended."""
        return self.letters[-1].end_s


def spell(events: Sequence[Heard], hold_s: float = HOLD_S) -> tuple[Word, ...]:
    """Return the words that ``events``, in order of time, spell; a card's text is a word itself."""
    held = [run for run in answer_runs(events) if run.end_s - run.start_s >= hold_s]
    words: list[list[Spelled]] = []
    for letter in held:
        if words and _goes_on(words[-1][-1], letter):
            words[-1].append(letter)
        else:
            words.append([letter])
    return tuple(Word(tuple(letters)) for letters in words)


def text_of(words: Iterable[Word]) -> str:
    """Return the words with spaces between them."""
    return " ".join(word.text for word in words)


def answer_runs(events: Sequence[Heard]) -> tuple[Spelled, ...]:
    """Return every stretch of one sure answer; it ends where the next event says otherwise."""
    runs: list[Spelled] = []
    seen = 0  # how many events the last run's mean confidence is of
    for number, event in enumerate(events):
        answer = event.answer
        if answer is None:
            continue
        end_s = events[min(number + 1, len(events) - 1)].seconds
        if runs and runs[-1].label == answer and event.seconds - runs[-1].end_s <= FLICKER_S:
            mean = (runs[-1].confidence * seen + event.confidence) / (seen + 1)
            runs[-1] = replace(runs[-1], end_s=end_s, confidence=mean)
            seen += 1
        else:
            runs.append(Spelled(answer, event.seconds, end_s, event.confidence, event.is_card))
            seen = 1
    return tuple(runs)


def _goes_on(before: Spelled, letter: Spelled) -> bool:
    is_card = before.is_card or letter.is_card
    return not is_card and letter.start_s - before.end_s < WORD_GAP_S
