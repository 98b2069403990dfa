"""What was read against what was spelled: letters wrong, extra and missed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Edits:
    """The fewest changes; ``pairs`` are the wrong letters as "S as E"; ``letters`` were spelled."""

    wrong: int
    extra: int
    missed: int
    letters: int
    pairs: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """All of them."""
        return self.wrong + self.extra + self.missed


def edits_of(truth: str, read: str) -> Edits:
    """Return the changes between two strings, by Levenshtein's table walked back."""
    rows, columns = len(truth), len(read)
    table = np.zeros((rows + 1, columns + 1), np.int64)
    table[:, 0], table[0] = np.arange(rows + 1), np.arange(columns + 1)
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            other = truth[i - 1] != read[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + other)
    i, j, extra, missed, pairs = rows, columns, 0, 0, []
    while i or j:
        other = bool(i and j) and truth[i - 1] != read[j - 1]
        if i and j and table[i, j] == table[i - 1, j - 1] + other:
            i, j = i - 1, j - 1
            if other:
                pairs.append(f"{truth[i]} as {read[j]}")
        elif j and table[i, j] == table[i, j - 1] + 1:
            j, extra = j - 1, extra + 1
        else:
            i, missed = i - 1, missed + 1
    return Edits(len(pairs), extra, missed, rows, tuple(pairs))
