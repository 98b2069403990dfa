"""The rule of spelling: how long a sign is held, a pause lasts, a flicker is forgiven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from glyphcam.calibration.errors import SettingError

HOLD_S = 0.6
"""An answer that stands so long was meant: passing from one letter to the next takes 0.2 to 0.4."""

FLICKER_S = 0.3
"""The same answer back within this was never away."""

SPACE_S = 1.0
"""So long without a hand ends a word."""

LEAD_S = 0.6
"""A steadied answer may be so much later than the first frame that read it: the hold counts from
there."""

OVERRULE_S = 0.35
"""Frames that are sure of another letter for so long overrule the steadied answer: it keeps an old
letter for a second where one finger alone has moved, as from E to D."""

SURELY = 0.9
"""Only frames with this confidence overrule: those of a held T waver between T and M at 0.6."""

MOVING = ("J", "Z")
"""Letters that are movements: they appear once they are over, and nothing is held."""

LEAD_INS: Mapping[str, str] = MappingProxyType({"J": "IY", "Z": "DXQGL"})
"""The letters each movement's first shape may be read as."""

DELETE = "delete"
"""The answer that stands for the gesture of taking the last letter back."""


@dataclass(frozen=True, slots=True)
class SpellRule:
    """Times in seconds on the source's clock."""

    hold_s: float = HOLD_S
    flicker_s: float = FLICKER_S
    space_s: float = SPACE_S


RULE = SpellRule()

LONGEST_HOLD_S = 10.0


def rule_of(hold_s: float) -> SpellRule:
    """Return the rule with another hold; SettingError where nobody could spell by it."""
    if not 0 < hold_s <= LONGEST_HOLD_S:
        raise SettingError(
            f"--hold {hold_s:g} is no time to hold a letter: give seconds above 0, "
            f"at most {LONGEST_HOLD_S:g}, such as {HOLD_S}"
        )
    return SpellRule(hold_s=hold_s)


@dataclass(frozen=True, slots=True)
class Look:
    """What spelling needs of one frame, whether it comes from a camera or from a session.

    ``answer`` is the steadied label, None where it is unsure or nothing is seen; ``raw`` this
    frame's own likeliest label, and ``is_raw_sure`` whether sure; ``is_seen`` whether there is a
    hand or a card at all. ``guess`` is the likeliest label of an answer that is unsure and was not
    refused: the hand rests, and may be a letter. ``since_s`` is given with an answer that frames
    voted for (spell_rest.py): since when they do.
    """

    seconds: float
    answer: str | None
    raw: str | None = None
    confidence: float = 0.0
    is_seen: bool = True
    is_card: bool = False
    is_raw_sure: bool = False
    guess: str | None = None
    since_s: float | None = None
