"""What the overlay and the outputs are told of spelling: the text, the ring, the suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from glyphcam.live.spell_text import NO_TEXT, SpellText


@dataclass(frozen=True, slots=True)
class Spelling:
    """The text so far; ``label`` is being held and ``share`` of its hold is over, 0 to 1.

    ``suggestions`` are at most three words, likeliest first. ``flash`` is what was added just now.
    """

    text: SpellText = NO_TEXT
    label: str | None = None
    share: float = 0.0
    suggestions: tuple[str, ...] = ()
    flash: str | None = None
