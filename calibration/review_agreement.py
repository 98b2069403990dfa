"""How far two reviewers agree: per cent, and Cohen's kappa, which takes off what chance gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on the ``items`` both answered; ``kappa`` is None where it says nothing.

    Kappa (Cohen 1960) is 1 for full agreement and 0 for what their habits give by chance.
    """

    first: str
    second: str
    items: int
    agreed: int
    kappa: float | None

    @property
    def percent(self) -> float:
        """The share of the items on which they agree, in per cent; 0 for no item."""
        return 100.0 * self.agreed / self.items if self.items else 0.0


def agreement(
    first: str, second: str, said_first: Sequence[str], said_second: Sequence[str]
) -> Agreement:
    """Return the agreement of two reviewers from what each said of the same items in turn."""
    items = len(said_first)
    agreed = sum(a == b for a, b in zip(said_first, said_second, strict=True))
    return Agreement(first, second, items, agreed, _kappa(agreed, said_first, said_second))


def _kappa(agreed: int, first: Sequence[str], second: Sequence[str]) -> float | None:
    """Return (p_o - p_e) / (1 - p_e); None where both only ever say one and the same thing."""
    items = len(first)
    if not items:
        return None
    habits, other_habits = Counter(first), Counter(second)
    by_chance = sum(count * other_habits[said] for said, count in habits.items()) / items**2
    return None if by_chance == 1.0 else (agreed / items - by_chance) / (1.0 - by_chance)
