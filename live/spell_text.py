"""The spelled text: lines of words, and the word that is being spelled."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class SpellText:
    """``lines`` are finished, ``words`` finished in this line, ``raw`` the letters of the new word
    as they were read; ``best`` is how it is shown where that differs. ``last_raw`` are the letters
    of the last finished word.
    """

    lines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    raw: str = ""
    best: str | None = None
    last_raw: str = ""

    @property
    def word(self) -> str:
        """The word being spelled, as it is shown."""
        return self.raw if self.best is None else self.best

    @property
    def line(self) -> str:
        """The line being spelled, with a blank at its end between two words."""
        return "".join(f"{word} " for word in self.words) + self.word

    @property
    def whole(self) -> str:
        """Everything, a line a line."""
        return "\n".join((*self.lines, self.line.rstrip())).strip("\n")


NO_TEXT = SpellText()


def with_letter(text: SpellText, letter: str) -> SpellText:
    """Return the text with one more letter."""
    return replace(text, raw=text.raw + letter, best=None)


def with_last(text: SpellText, letter: str) -> SpellText:
    """Return the text with its last letter exchanged, or with one letter where there is none."""
    return replace(text, raw=text.raw[:-1] + letter, best=None)


def with_best(text: SpellText, raw: str, best: str) -> SpellText:
    """Return the text with the new word as it is read now, and as it is understood."""
    return replace(text, raw=raw, best=None if best == raw else best)


def with_space(text: SpellText) -> SpellText:
    """Return the text with the new word finished."""
    if not text.word:
        return text
    return SpellText(text.lines, (*text.words, text.word), last_raw=text.raw)


def with_word(text: SpellText, word: str) -> SpellText:
    """Return the text with ``word`` in place of the new one, which is then finished."""
    return SpellText(text.lines, (*text.words, word), last_raw=text.raw)


def with_line_ended(text: SpellText) -> SpellText:
    """Return the text with a new line begun."""
    line = text.line.strip()
    return SpellText((*text.lines, line)) if line else text


def without_last(text: SpellText) -> SpellText:
    """Return the text without its last letter; the last word is opened again where none is new."""
    if text.raw:
        return replace(text, raw=text.raw[:-1], best=None)
    if text.words:
        return SpellText(text.lines, text.words[:-1], text.words[-1])
    if text.lines:
        return SpellText(text.lines[:-1], tuple(text.lines[-1].split(" ")))
    return text
