"""Windows cut from films of hands, each named for the movement that just ended in it, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.models.movement import LABELS
from glyphcam.models.movement_window import LENGTHS_S, STEPS, windows
from glyphcam.training.movement_films import HandFilm

PER_FILM = 4
PER_OTHER_FILM = 12
"""Live, hundreds of windows a minute show no movement: the network must have seen many."""

SHORTEST_S, LONGEST_S = LENGTHS_S[0], LENGTHS_S[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """``hands`` (n, STEPS, 21, 3) float32; ``targets`` (n,) int64 columns of LABELS."""

    hands: NDArray[np.float32]
    targets: NDArray[np.int64]


def windows_of(films: Iterable[HandFilm], dice: np.random.Generator) -> Windows:
    """Return windows of every film: half of a letter's right after it, the others anywhere.

    What shows most of a movement and not all of it is left out: it may be named or not.
    """
    hands, targets = [], []
    for film in films:
        is_other = film.label == "none"
        for i in range(PER_OTHER_FILM if is_other else PER_FILM):
            is_after = not is_other and i % 2 == 0
            span = _after(film, dice) if is_after else _anywhere(film, dice)
            name = named(film, *span)
            if name is not None:
                hands.append(windows(film.seconds, film.hands, span[1], [span[1] - span[0]])[0])
                targets.append(LABELS.index(name))
    return Windows(np.stack(hands).reshape(-1, STEPS, 21, 3), np.array(targets, np.int64))


def named(film: HandFilm, start_s: float, end_s: float) -> str | None:
    """Return what a window shows: a whole movement that just ended, "none", or None for unclear."""
    if film.label == "none":
        return "none"
    length_s = film.end_s - film.start_s
    seen_s = min(end_s, film.end_s) - max(start_s, film.start_s)
    share = seen_s / length_s
    if share < 0.62 and not (film.label == "Z" and share > 0.55):
        return "none"
    is_whole = share > 0.93
    is_fresh = end_s - film.end_s < 0.4 * max(length_s, 0.5)
    is_large = length_s > 0.38 * (end_s - start_s)
    return film.label if is_whole and is_fresh and is_large else None


def _after(film: HandFilm, dice: np.random.Generator) -> tuple[float, float]:
    length_s = film.end_s - film.start_s
    end_s = film.end_s + dice.uniform(-0.03, 0.35) * max(length_s, 0.5)
    start_s = film.start_s + dice.uniform(-0.5, 0.05) * length_s
    end_s = min(end_s, float(film.seconds[-1]))
    return min(start_s, end_s - SHORTEST_S), end_s


def _anywhere(film: HandFilm, dice: np.random.Generator) -> tuple[float, float]:
    length_s = np.exp(dice.uniform(np.log(SHORTEST_S), np.log(LONGEST_S)))
    end_s = dice.uniform(min(0.3, film.seconds[-1]), film.seconds[-1])
    return end_s - length_s, end_s
