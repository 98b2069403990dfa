"""How wide the characters of a script are: what tells one wide character from two that touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class GlyphShape:
    """Widths in heights of the same mark.

    From ``cut_from`` on a mark is offered in parts; what is wider than ``usual`` pays for it;
    neighbours that together are wider than ``widest`` are never one character.
    """

    cut_from: float = 1.25
    usual: float = 1.5
    widest: float = 1.9


LATIN = GlyphShape()
"""Letters and European digits: M and W are the widest."""

SHAPES: Mapping[str, GlyphShape] = MappingProxyType(
    {"kannada": GlyphShape(cut_from=3.4, usual=3.4, widest=3.6)}
)
"""The recognisers whose characters are otherwise: a Kannada two may be three heights wide."""


def shape_of(recogniser: str) -> GlyphShape:
    """Return the shape of a recogniser's characters, by its name."""
    return SHAPES.get(recogniser, LATIN)
