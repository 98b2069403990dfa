"""What stands on one card in one frame: its glyphs in reading order, as the network saw them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_finder import Card
from glyphcam.live.card_glyphs import Layout, choose
from glyphcam.live.card_views import View, seen
from glyphcam.models.observation import Observation
from glyphcam.models.patch import to_patch
from glyphcam.models.recognisers import Crop

Probabilities = NDArray[np.float32]
"""(n, k) float32, one row a glyph, one column a label."""


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """``quads`` (n, 4, 2) float32 picture px, ``probabilities`` (n, k), and for each glyph its
    ``row`` and whether a gap stands before it (``gaps``, both (n,)).
    """

    quads: NDArray[np.float32]
    probabilities: Probabilities
    rows: NDArray[np.intp]
    gaps: NDArray[np.bool_]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many glyphs stand in each row."""
        return tuple(int(n) for n in np.bincount(self.rows)) if len(self.rows) else ()

    @property
    def words(self) -> NDArray[np.intp]:
        """The number of the word (n,) each glyph stands in: a gap or a new row begins one."""
        begins = self.gaps.copy()
        begins[1:] |= self.rows[1:] != self.rows[:-1]
        return np.cumsum(begins) - (1 if len(begins) and begins[0] else 0)


def observe(layout: Layout, view: View) -> list[Observation]:
    """Return what the network is shown of every proposal in one view."""
    return [Observation(to_patch(seen(crop, view), Crop.INK)) for crop in layout.crops]


def read_script(card: Card, probabilities: Probabilities, twins: NDArray[np.intp]) -> Script:
    """Return the card's best reading; ``probabilities`` (n, k) has one row a proposal.

    ``twins`` (k,) gives for each label its look-alike's column, or its own: a proposal that is
    surely O or 0 is as legible as one that is surely A. A scribble is no label more than another.
    """
    any_label = np.float32(1 / max(probabilities.shape[1], 1))
    probabilities = np.where(card.layout.tangled[:, None], any_label, probabilities)
    pooled = probabilities + np.where(twins != np.arange(len(twins)), probabilities[:, twins], 0)
    chosen = choose(card.layout, pooled.max(axis=1))
    proposals = [card.layout.proposals[i] for i in chosen]
    boxes = np.array([proposal.box for proposal in proposals], np.float32).reshape(-1, 4)
    rows = np.array([proposal.row for proposal in proposals], np.intp)
    corners = boxes[:, [[0, 1], [2, 1], [2, 3], [0, 3]]]  # (n, 4, 2)
    quads = card.sheet.in_picture(corners.reshape(-1, 2)).reshape(-1, 4, 2)
    return Script(quads, probabilities[chosen], rows, _gaps(boxes, rows))


def _gaps(boxes: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether a space stands before each glyph (n,): a gap that stands out in its own card.

    Evenly spaced letters, however far apart, are one word: a gap must be wide against the
    letters' height, and, where there are others, against the usual gap and step.
    """
    spaces = np.zeros(len(rows), np.bool_)
    inner = np.flatnonzero(rows[1:] == rows[:-1]) + 1 if len(rows) else np.zeros(0, np.intp)
    if not len(inner):
        return spaces
    gap = boxes[inner, 0] - boxes[inner - 1, 2]
    step = (boxes[inner, 0] + boxes[inner, 2] - boxes[inner - 1, 0] - boxes[inner - 1, 2]) / 2
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    if len(inner) == 1:
        spaces[inner] = gap > 2.0 * height
        return spaces
    usual_gap, usual_step = (max(float(np.percentile(v, 40)), 1.0) for v in (gap, step))
    spaces[inner] = (gap > 0.55 * height) & (gap > 2.0 * usual_gap) & (step > 1.45 * usual_step)
    return spaces
