"""Card outlines from straight edges: two pairs of facing lines whose four sides are borne out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glyphcam.live.card_edges import Lines
from glyphcam.live.card_quads import Quad, is_card_shaped, ordered

_FACING = np.cos(np.radians(28.0))
"""Opposite sides of a card in perspective differ by less than this in direction."""

_CROSSING = np.cos(np.radians(48.0))
"""Neighbouring sides meet at more than this angle."""

_SAME_PX = 7.0
"""Outlines whose corners all lie this close are one."""

_MOST_TRIED = 150
_LEAST_SIDE_PX = 14.0
_LEAST_SIDE_SHARE = 0.3
_LEAST_MEAN_SHARE = 0.62
"""How much of the worst side, and of all four together, must be an edge: fingers hide the rest."""

_OTHER_SENSE = 0.8
"""What an edge the other way round counts: beige paper is darker than the wall behind one half of
a side and lighter than the hand behind the other.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """``quad`` (4, 2) float32 px and ``score``: the share of its sides that is an edge, 0 to 1.

    ``plane`` is the number of the picture it was found in, where there are several.
    """

    quad: Quad
    score: float
    plane: int = 0


def outlines(lines: Lines, size_wh: tuple[int, int], most: int = 20) -> list[Outline]:
    """Return up to ``most`` distinct outlines in a picture of ``size_wh``, best first."""
    facing, crossing = _pairs(lines)
    if not len(facing):
        return []
    one, two = (part.ravel() for part in np.triu_indices(len(facing), 1))
    a, b = facing[one].T
    c, d = facing[two].T
    keep = crossing[a, c] & crossing[a, d] & crossing[b, c] & crossing[b, d]
    sets = np.stack([a, c, b, d], axis=1)[keep]  # (m, 4) lines in order round the card
    return _distinct(lines, sets, size_wh, most)


def _pairs(lines: Lines) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    cosine = np.abs(lines.normals @ lines.normals.T)
    one, two = np.triu_indices(len(lines), 1)
    keep = cosine[one, two] > _FACING
    return np.stack([one[keep], two[keep]], axis=1), cosine < _CROSSING


def _distinct(
    lines: Lines, sets: NDArray[np.intp], size_wh: tuple[int, int], most: int
) -> list[Outline]:
    corners = _corners(lines, sets)
    margin = 0.06 * max(size_wh)
    is_in = ((corners > -margin) & (corners < np.array(size_wh, np.float32) + margin)).all(
        axis=(1, 2)
    )
    sets, corners = sets[is_in], corners[is_in]
    shares, lengths = _shares(lines, sets, corners)
    total = (shares * lengths).sum(axis=1) / lengths.sum(axis=1)
    good = (shares.min(axis=1) > _LEAST_SIDE_SHARE) & (total > _LEAST_MEAN_SHARE)
    good &= lengths.min(axis=1) > _LEAST_SIDE_PX
    score = np.where(good, 0.5 * total + 0.5 * shares.min(axis=1), 0.0)
    picked: list[Outline] = []
    for index in np.argsort(-score)[:_MOST_TRIED]:
        if score[index] == 0 or len(picked) == most:
            break
        quad = ordered(corners[index])
        if is_card_shaped(quad) and not any(_is_same(quad, other.quad) for other in picked):
            picked.append(Outline(quad, float(score[index])))
    return picked


def _is_same(one: Quad, other: Quad) -> bool:
    return bool(np.abs(one - other).max() < _SAME_PX)


def _corners(lines: Lines, sets: NDArray[np.intp]) -> NDArray[np.float32]:
    """The four corners (m, 4, 2): corner k is where lines k - 1 and k of each set meet."""
    normals, offsets = lines.normals[sets], lines.offsets[sets]  # (m, 4, 2), (m, 4)
    before, gap = np.roll(normals, 1, axis=1), np.roll(offsets, 1, axis=1)
    cross = before[..., 0] * normals[..., 1] - before[..., 1] * normals[..., 0]
    x = (gap * normals[..., 1] - offsets * before[..., 1]) / cross
    y = (offsets * before[..., 0] - gap * normals[..., 0]) / cross
    return np.stack([x, y], axis=2).astype(np.float32)


def _shares(
    lines: Lines, sets: NDArray[np.intp], corners: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Share of each side (m, 4) that is an edge, most of one sense, and its length (m, 4)."""
    normals = lines.normals[sets]
    along = np.stack([-normals[..., 1], normals[..., 0]], axis=2)
    ends = np.stack([(along * corners).sum(axis=2), (along * np.roll(corners, -1, 1)).sum(axis=2)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    last = lines.support.shape[2] - 1
    first_step, last_step = (
        np.clip(np.rint(end - lines.start_px), 0, last).astype(np.intp) for end in (low, high)
    )
    counted = lines.support[sets, :, last_step] - lines.support[sets, :, first_step]
    lengths = np.maximum(high - low, 1.0)
    borne = counted.max(axis=2) + _OTHER_SENSE * counted.min(axis=2)
    return np.minimum(borne / lengths, 1.0), lengths
