"""What is written on the cards: lone letters, words of a list, strings of any letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from card_cells import Cell

from glyphcam.live.words import SHIPPED, parts_of

SEEDS: Mapping[str, int] = {"single": 0, "strings": 1, "words": 2}
"""A number of its own for each kind of card."""

_SHORTEST, _LONGEST = 3, 6


def written(
    rng: np.random.Generator, cells: tuple[Cell, ...], count: int, kind: str
) -> Iterator[list[Cell]]:
    """Yield what stands on ``count`` cards of a kind, each in one writer's hand."""
    if kind == "single":
        for _ in range(count):
            yield [cells[rng.integers(len(cells))]]
    elif kind == "strings":
        yield from _strings(rng, cells, count)
    else:
        yield from _words(rng, cells, count)


def _strings(rng: np.random.Generator, cells: tuple[Cell, ...], count: int) -> Iterator[list[Cell]]:
    """Yield strings of 3 to 6 letters, any after any."""
    writers = sorted({cell.writer for cell in cells})
    for _ in range(count):
        writer = rng.choice(writers)
        mine = [cell for cell in cells if cell.writer == writer]
        yield [mine[i] for i in rng.integers(0, len(mine), int(rng.integers(3, 7)))]


def _words(rng: np.random.Generator, cells: tuple[Cell, ...], count: int) -> Iterator[list[Cell]]:
    """Yield words of 3 to 6 letters that the letters at hand can write.

    As many are of each part of the list, from frequent words to names, and within a part as many
    of each length, the long ones being rarer in fifteen letters.
    """
    letters = {cell.label for cell in cells}
    shelves = [_writable(words, letters) for _, words in parts_of(SHIPPED.read_text("ascii"))]
    writers = sorted({cell.writer for cell in cells})
    for number in range(count):
        shelf = shelves[number % len(shelves)]
        lengths = sorted({len(word) for word in shelf})
        length = int(rng.choice(lengths))
        word = str(rng.choice([word for word in shelf if len(word) == length]))
        writer = rng.choice(writers)
        mine = [cell for cell in cells if cell.writer == writer]
        own = {letter: [cell for cell in mine if cell.label == letter] for letter in letters}
        yield [own[letter][rng.integers(len(own[letter]))] for letter in word]


def _writable(words: list[str], letters: set[str]) -> list[str]:
    return [word for word in words if _SHORTEST <= len(word) <= _LONGEST and set(word) <= letters]
