"""What is asked of the queue, as SQL conditions with their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glyphcam.calibration.review_item import Filters

_SAID = "(SELECT 1 FROM answers WHERE answers.item = items.id AND answers.verdict != 'SKIP')"

ANSWERED = f"EXISTS {_SAID}"
"""Someone said what it is; a skip says nothing."""

WAITING = f"NOT EXISTS {_SAID}"
"""Nobody has said what it is."""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on the table ``items``, with a value for each of its question marks."""

    sql: str = "1"
    values: tuple[str | float, ...] = ()

    def also(self, sql: str, *values: str | float) -> Where:
        """Return the condition with another one."""
        return Where(f"{self.sql} AND {sql}", (*self.values, *values))


ALL = Where()
"""Every item."""


def of_recogniser(recogniser: str, where: Where = ALL) -> Where:
    """Return ``where`` for the items of one recogniser, or of all for an empty name."""
    return where.also("items.recogniser = ?", recogniser) if recogniser else where


def of_items(item_ids: Sequence[int]) -> Where:
    """Return the condition for these items; the numbers are put in, SQLite takes few values."""
    return Where(f"items.id IN ({', '.join(str(int(one)) for one in item_ids)})")


def where_of(filters: Filters) -> Where:
    """Return the condition behind what a reviewer wants to see."""
    where = of_recogniser(
        filters.recogniser, Where(ANSWERED if filters.is_second_look else WAITING)
    )
    where = where.also("items.confidence BETWEEN ? AND ?", filters.least, filters.most)
    if filters.label:
        where = where.also("items.label = ?", filters.label)
    if filters.source:
        where = where.also("items.source = ?", filters.source)
    if filters.reviewer:
        mine = "(SELECT 1 FROM answers WHERE answers.item = items.id AND answers.reviewer = ?)"
        where = where.also(f"NOT EXISTS {mine}", filters.reviewer)
    return where
