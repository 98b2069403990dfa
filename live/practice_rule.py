"""What practice asks next: the weakest letters most often, short words before long ones.

A letter's weight is 0.1 where it is known well and rises to 1 where it is not known; a letter
never tried counts as half known, so that it comes before those known and after those missed. A
word's weight is the mean of its letters' weights, squared. Words grow by a letter once three in
four of the letters tried are known well. The dice are seeded: the same record and seed ask the
same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from glyphcam.live.practice_record import ALPHABET, Record
from glyphcam.live.practice_words import words_up_to

WELL = 0.75
"""From here on a letter is known well, once it was tried twice."""

LETTER_SHARE = 0.4
"""So often a single letter is asked for, the others are words."""

FIRST_LENGTH, LAST_LENGTH = 3, 6

REMEMBERED = 3
"""What was asked so shortly before is not asked again."""


def weight(record: Record, letter: str) -> float:
    """Return how much a letter needs practice, 0.1 to 1."""
    found = record.of(letter)
    known = found.known if found.count else 0.5
    return 0.1 + 0.9 * (1 - known)


def is_known(record: Record, letter: str) -> bool:
    """Return whether a letter is known well."""
    return record.of(letter).count >= 2 and record.of(letter).known >= WELL


def weakest(record: Record, count: int = 3) -> tuple[str, ...]:
    """Return the letters that need practice most, the weakest first; none known well."""
    open_ = [letter for letter in ALPHABET if not is_known(record, letter)]
    return tuple(sorted(open_, key=lambda letter: (-weight(record, letter), letter))[:count])


def word_length(record: Record) -> int:
    """Return how long words may be: longer as more letters are known."""
    known = sum(is_known(record, letter) for letter in ALPHABET)
    steps = (LAST_LENGTH - FIRST_LENGTH) * known / (0.75 * len(ALPHABET))
    return min(LAST_LENGTH, FIRST_LENGTH + int(steps))


def next_item(record: Record, before: Sequence[str], dice: np.random.Generator) -> str:
    """Return the letter or word to ask next; ``before`` is what was asked so far."""
    is_letter = dice.random() < LETTER_SHARE
    choices = ALPHABET if is_letter else words_up_to(word_length(record))
    fresh = [each for each in choices if each not in before[-REMEMBERED:]]
    weights = np.array([_need(record, each) for each in fresh])
    return fresh[int(dice.choice(len(fresh), p=weights / weights.sum()))]


def _need(record: Record, item: str) -> float:
    return float(np.mean([weight(record, letter) for letter in item])) ** 2
