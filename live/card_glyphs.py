"""From a clean sheet to glyphs in reading order: proposals for the network, then its choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_paper import Sheet
from glyphcam.live.glyph_atoms import Atom, joined_box, rows_of
from glyphcam.live.glyph_cuts import with_cuts
from glyphcam.live.glyph_marks import Box, Marks
from glyphcam.live.glyph_shape import LATIN, GlyphShape
from glyphcam.live.glyph_tangle import is_tangle

MOST_GLYPHS = 256
"""No more glyphs than these are read off one card, in reading order."""

_MOST_JOINED = 4
"""No glyph is put together from more neighbouring atoms than these."""

_FLOOR = 56
"""Ink lighter than this, of 255, is the paper's grain round a stroke."""

_CUT_COST = 0.25
"""A cut must raise the mean log confidence by this much: uncut marks mostly are one glyph."""

_SLIVER, _SLIVER_COST = 0.4, 0.9
"""What is cut off narrower than this share of its height is mostly a stroke of a W or an M."""

_JOIN_COST = 0.5
"""The same for reading two full-sized marks as one: strokes that near are mostly neighbours."""

_WIDTH_COST = 0.8
"""What a glyph is wider than usual, in heights, costs so much log confidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Atoms ``first`` to ``last`` of row ``row`` read as one glyph, ``box`` (4,) sheet px.

    ``bodies``: how many of the atoms are as large as a character; ``has_cut``: whether it takes a
    mark apart.
    """

    row: int
    first: int
    last: int
    box: Box
    has_cut: bool
    bodies: int


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What a sheet may say: its ``proposals``, their ``crops`` (light ink on black, uint8), the
    number of atoms in each row, the writing's ``height`` in sheet pixels, and the ``shape`` of
    its characters.
    """

    proposals: tuple[Proposal, ...]
    crops: tuple[NDArray[np.uint8], ...]
    row_lengths: tuple[int, ...]
    height: float
    shape: GlyphShape
    is_capped: bool = False

    @property
    def tangled(self) -> NDArray[np.bool_]:
        """Which proposals (n,) are scribbles, whatever a network makes of them."""
        return np.array([is_tangle(crop) for crop in self.crops], np.bool_)


def propose(sheet: Sheet, found: Marks, shape: GlyphShape = LATIN) -> Layout:
    """Return every reading of the sheet's marks worth showing to the network."""
    rows = [with_cuts(row, found.labels, shape.cut_from) for row in rows_of(found)]
    rows, is_capped = _capped(rows)
    pairs = [
        (proposal, row[proposal.first : proposal.last + 1])
        for index, row in enumerate(rows)
        for proposal in _in_row(index, row, shape)
    ]
    return Layout(
        tuple(proposal for proposal, _ in pairs),
        tuple(_crop(sheet, found.labels, atoms) for _, atoms in pairs),
        tuple(len(row) for row in rows),
        found.height,
        shape,
        is_capped,
    )


def _capped(rows: list[list[Atom]]) -> tuple[list[list[Atom]], bool]:
    kept, left = [], MOST_GLYPHS
    for row in rows:
        kept.append(row[:left])
        left -= len(kept[-1])
    return [row for row in kept if row], left == 0 and sum(map(len, rows)) > MOST_GLYPHS


def _in_row(index: int, row: list[Atom], shape: GlyphShape) -> Iterator[Proposal]:
    for first in range(len(row)):
        for last in range(first, min(first + _MOST_JOINED, len(row))):
            if last > first and not row[last].near:
                break
            box = joined_box([atom.box for atom in row[first : last + 1]])
            if last > first and box[2] - box[0] > shape.widest * (box[3] - box[1]):
                break
            bodies = sum(_is_body(atom, box) for atom in row[first : last + 1])
            yield Proposal(index, first, last, box, _has_cut(row, first, last), bodies)


def _is_body(atom: Atom, box: Box) -> bool:
    """Whether an atom within a glyph's ``box`` could be a character, being no stem or bar."""
    high = box[3] - box[1]
    return bool(not atom.is_cut and atom.height > 0.6 * high and atom.width > 0.33 * high)


def _has_cut(row: list[Atom], first: int, last: int) -> bool:
    """Whether this reading takes a mark apart at its left or its right end."""
    return row[first].is_cut or (last + 1 < len(row) and row[last + 1].is_cut)


def _crop(sheet: Sheet, labels: NDArray[np.int32], atoms: Sequence[Atom]) -> NDArray[np.uint8]:
    """The ink of these atoms alone, one pixel of soft edge left on, on black."""
    high, wide = labels.shape
    x0, y0, x1, y1 = joined_box([atom.box for atom in atoms])
    left, top = max(x0 - 2, 0), max(y0 - 2, 0)
    right, low = min(x1 + 2, wide), min(y1 + 2, high)
    marks = sorted(frozenset().union(*(atom.marks for atom in atoms)))
    near = labels[top:low, left:right]
    own = (near == marks[0]) if len(marks) == 1 else np.isin(near, marks)
    soft = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8))
    ink = sheet.ink[top:low, left:right].astype(np.float32)
    stretched = np.clip((ink - _FLOOR) * (255.0 / (255.0 - _FLOOR)), 0, 255) * soft
    return stretched.astype(np.uint8)


def choose(layout: Layout, confidences: NDArray[np.float32]) -> list[int]:
    """Return the indices of the proposals that read every row best, in reading order.

    ``confidences`` (n,) float32, one a proposal. Each row is cut into glyphs so that the sum of
    the log confidences, each weighted by the atoms it covers, is largest.
    """
    scores = np.log(np.maximum(confidences, 1e-4))
    chosen: list[int] = []
    for row, length in enumerate(layout.row_lengths):
        own = [i for i, proposal in enumerate(layout.proposals) if proposal.row == row]
        chosen.extend(_best_path(layout, own, scores, length))
    return chosen


def _cost(proposal: Proposal, shape: GlyphShape) -> float:
    """What speaks against a proposal beforehand, in log confidence."""
    left, top, right, low = proposal.box
    too_wide = max(0.0, (right - left) / max(low - top, 1) - shape.usual)
    joined = _JOIN_COST * max(0, proposal.bodies - 1)
    is_sliver = right - left < _SLIVER * (low - top)
    cut = (_SLIVER_COST if is_sliver else _CUT_COST) if proposal.has_cut else 0.0
    return _WIDTH_COST * float(too_wide) + joined + cut


def _best_path(
    layout: Layout, own: list[int], scores: NDArray[np.float32], length: int
) -> list[int]:
    best = np.full(length + 1, -np.inf)
    best[0] = 0.0
    back = [-1] * (length + 1)
    for i in sorted(own, key=lambda k: layout.proposals[k].first):
        proposal = layout.proposals[i]
        cost = _cost(proposal, layout.shape)
        count = proposal.last - proposal.first + 1
        total = best[proposal.first] + count * (scores[i] - cost)
        if total > best[proposal.last + 1]:
            best[proposal.last + 1], back[proposal.last + 1] = total, i
    path: list[int] = []
    end = length
    while end > 0:
        path.append(back[end])
        end = layout.proposals[back[end]].first
    return path[::-1]
