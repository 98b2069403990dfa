"""Signs made of what the networks said: of a letter held, flowed by, or moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.spell_rule import MOVING
from glyphcam.live.words import ALPHABET
from glyphcam.live.words_confusions import Confusions
from glyphcam.live.words_match import Sign

TRUST = 1.3
"""How much a sign's log-probabilities count against what words are likely."""

LIKELY = 0.01
"""From this share of a sign's probability on, its confusions counted in, it may be a letter."""

HELD_JUNK = -9.0
"""The logarithm for a letter that was held on purpose to be none."""

SHORT_JUNK = -4.5
"""The same for one that flowed by in BRIEF_S or less; it falls by JUNK_PER_S."""

BRIEF_S, JUNK_PER_S, LEAST_JUNK = 0.1, 14.0, -10.5

AGAIN_JUNK = -4.0
"""The same for a letter that is the one before once more: a hand that only moved aside, perhaps."""


def held_sign(
    letter: str,
    probabilities: NDArray[np.floating],
    labels: Sequence[str],
    confusions: Confusions,
) -> Sign:
    """Return the sign of a letter committed by holding it, or by its movement."""
    if letter in MOVING:
        return Sign(confusions.certain(letter), HELD_JUNK)
    return Sign(_trusted(confusions.letters(probabilities, labels)), HELD_JUNK)


def flown_sign(
    probabilities: NDArray[np.floating],
    labels: Sequence[str],
    length_s: float,
    confusions: Confusions,
    is_again: bool = False,
) -> Sign:
    """Return the sign of a letter that flowed by: the shorter, the likelier it was none.

    With ``is_again`` it is the letter before once more.
    """
    junk = SHORT_JUNK - JUNK_PER_S * max(0.0, length_s - BRIEF_S)
    junk = max(junk, AGAIN_JUNK) if is_again else junk
    return Sign(_trusted(confusions.letters(probabilities, labels)), max(LEAST_JUNK, junk))


def is_likely(sign: Sign, letter: str) -> bool:
    """Whether a sign may well have been ``letter``: it is not one that nothing speaks for."""
    return bool(sign.logs[ALPHABET.index(letter)] >= TRUST * np.log(LIKELY))


def _trusted(logs: NDArray[np.float32]) -> NDArray[np.float32]:
    trusted: NDArray[np.float32] = (TRUST * logs).astype(np.float32)
    return trusted
