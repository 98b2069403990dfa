"""Touching characters: a mark too wide for one is offered cut at the thin places as well."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.glyph_atoms import Atom

_LEAST_PART = 0.3
"""No part may be narrower than this share of the height."""

_MOST_CUTS = 3


def with_cuts(row: list[Atom], labels: NDArray[np.int32], cut_from: float) -> list[Atom]:
    """Return the row with every atom wider than ``cut_from`` heights replaced by its parts.

    The reader joins them again or keeps them apart.
    """
    parts: list[Atom] = []
    for atom in row:
        parts.extend(_parts(atom, labels) if atom.width > cut_from * atom.height else [atom])
    return parts


def _parts(atom: Atom, labels: NDArray[np.int32]) -> list[Atom]:
    x0, y0, x1, y1 = atom.box
    own = np.isin(labels[y0:y1, x0:x1], list(atom.marks))
    columns = _cuts(own)
    edges = [0, *columns, x1 - x0]
    spans = pairwise(edges)
    pieces = [_trimmed(atom, own, a, b) for a, b in spans if own[:, a:b].any()]
    return [replace(pieces[0], near=atom.near, is_cut=False), *pieces[1:]]


def _cuts(own: NDArray[np.bool_]) -> list[int]:
    """The columns, left to right, where least ink joins left and right and one stroke can pass."""
    high, wide = own.shape
    least = max(2, int(_LEAST_PART * high))
    ink = np.convolve(own.sum(axis=0), np.ones(3) / 3, mode="same")
    limit = max(0.3 * high, 2.0)
    chosen: list[int] = []
    for column in np.argsort(ink[least : wide - least], kind="stable") + least:
        if ink[column] > limit or len(chosen) == _MOST_CUTS:
            break
        if all(abs(column - other) >= least for other in chosen):
            chosen.append(int(column))
    return sorted(chosen)


def _trimmed(atom: Atom, own: NDArray[np.bool_], left: int, right: int) -> Atom:
    x0, y0 = int(atom.box[0]), int(atom.box[1])
    ys, xs = np.nonzero(own[:, left:right])
    box = np.array([xs.min() + left, ys.min(), xs.max() + left + 1, ys.max() + 1])
    return Atom(atom.marks, box + np.array([x0, y0, x0, y0]), near=True, is_cut=True)
