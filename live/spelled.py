"""What was spelled: an answer held long enough is a letter, a lowered hand ends the word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glyphcam.live.session_beat import Heard
from glyphcam.live.spell_rule import FLICKER_S, HOLD_S, Look, SpellRule
from glyphcam.live.spell_runs import Run, RunWatch
from glyphcam.live.speller import Heed, Speller

__all__ = ["FLICKER_S", "HOLD_S", "Spelled", "Word", "answer_runs", "spell", "text_of"]


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
    """Return the words that ``events``, in order of time, spell; a card's text is a word itself.

    It is the live speller that reads them, so that a session says what the window said.
    """
    speller = Speller(SpellRule(hold_s=hold_s))
    words: list[dict[int, Spelled]] = [{}]
    for event in events:
        heed = speller.hear(look_of(event))
        run = speller.run
        if heed is Heed.SPACE or (heed is not None and run is not None and run.is_card):
            words.append({})
        if heed is Heed.MOVED:
            words[-1].popitem()
        if heed in (Heed.LETTER, Heed.MOVED) and run is not None:
            words[-1][run.number] = _spelled(run)
        _grow(words[-1], speller)
        if heed is not None and run is not None and run.is_card:
            words.append({})
    return tuple(Word(tuple(letters.values())) for letters in words if letters)


def _grow(word: dict[int, Spelled], speller: Speller) -> None:
    """Let the word's letters that still stand, or have just ended, last until now."""
    for run in (speller.before, speller.run):
        if run is not None and run.number in word:
            word[run.number] = _spelled(run)


def text_of(words: Iterable[Word]) -> str:
    """Return the words with spaces between them."""
    return " ".join(word.text for word in words)


def answer_runs(events: Sequence[Heard]) -> tuple[Spelled, ...]:
    """Return every stretch of one sure answer; it ends where the next event says otherwise."""
    watch = RunWatch()
    runs: dict[int, Spelled] = {}
    for event in events:
        newest = watch.update(look_of(event))
        for run in (watch.before, newest):
            if run is not None:
                runs[run.number] = _spelled(run)
    return tuple(runs.values())


def look_of(event: Heard) -> Look:
    """Return what spelling needs of an event."""
    is_seen = event.answer is not None or event.is_unsure
    return Look(
        event.seconds,
        event.answer,
        event.raw_label,
        event.confidence,
        is_seen,
        event.is_card,
        event.is_raw_sure,
        event.guess,
    )


def _spelled(run: Run) -> Spelled:
    return Spelled(run.label, run.start_s, run.end_s, run.confidence, run.is_card)
