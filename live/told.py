"""The readings told in words, a line a change: what the terminal shows without a window."""

from __future__ import annotations

from collections.abc import Callable

from glyphcam.live.candidates import in_words
from glyphcam.live.reading import Reading, Step


class Teller:
    """Says each new steady answer once, with its time and confidence."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._last: str | None = None

    def take(self, step: Step) -> None:
        """Say what is read where it differs from what was said last; what is no letter is not."""
        if step.reading.steady is not None and step.reading.steady.is_refused:
            return
        answer = step.frame.notice or headline(step.reading)
        if answer is not None and answer != self._last:
            self._say(f"{step.frame.seconds:8.2f} s  {step.frame.notice or told(step.reading)}")
        self._last = answer


def headline(reading: Reading) -> str | None:
    """Return the answer alone: the text of a card, a letter, ``unsure``, or None for nothing."""
    if reading.text is not None:
        return reading.text
    if reading.steady is None:
        return None
    if reading.candidates:
        return in_words(reading.candidates)
    return "unsure" if reading.steady.is_unsure else reading.steady.label


def told(reading: Reading) -> str:
    """Return the answer in words: ``A  97 %``, ``unsure: M 45 %, N 41 %, T 6 %``, ``nothing``.

    A hand that is refused whatever it looks like is ``no letter``.
    """
    if reading.glyphs and reading.text is not None:
        return f"{reading.text}  {_percent(least_confidence(reading))}"
    if reading.steady is None:
        return reading.hint or "nothing"
    if reading.candidates:
        return f"{in_words(reading.candidates)}  {_percent(reading.steady.confidence)}"
    if not reading.steady.is_unsure:
        return f"{reading.steady.label}  {_percent(reading.steady.confidence)}"
    if reading.steady.is_refused:
        return "no letter"
    top = (f"{c.label} {_percent(c.probability)}" for c in reading.steady.top(3))
    return f"unsure: {', '.join(top)}"


def least_confidence(reading: Reading) -> float:
    """Return the confidence of the least sure glyph."""
    return min(glyph.prediction.confidence for glyph in reading.glyphs)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"
